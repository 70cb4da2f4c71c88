/** What a server may be connected to; also the word in the seal of its secret. */
export type ConnectionKind = 'rite' | 'instagram';

/** A server's tie to another service. Its secret is sealed; the token vault opens it. */
export interface Connection {
  readonly guildId: string;
  readonly kind: ConnectionKind;
  readonly sealed: string;
  /** The key it is sealed with. */
  readonly keyId: string;
  /** Discord user id. */
  readonly connectedBy: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  /** Another one with each change of the secret, and none twice: also not after an end and a new beginning. */
  readonly version: number;
}

export interface Connections {
  find(guildId: string, kind: ConnectionKind): Promise<Connection | undefined>;
  /** Replaces an earlier one of the same kind. */
  connect(connection: Omit<Connection, 'version'>): Promise<void>;
  /** Ends the one of this version; `not_found` when there is none, or another by now. */
  disconnect(
    connection: Pick<Connection, 'guildId' | 'kind' | 'version'>,
  ): Promise<'disconnected' | 'not_found'>;
  /** Puts another seal in the place of the one of this version; `changed_meanwhile` when it is no longer that. */
  reseal(
    change: Pick<Connection, 'guildId' | 'kind' | 'version' | 'sealed' | 'keyId'>,
  ): Promise<'resealed' | 'changed_meanwhile'>;
  /** Of all servers: for keys, which belong to the operator. */
  all(): Promise<readonly Connection[]>;
}
