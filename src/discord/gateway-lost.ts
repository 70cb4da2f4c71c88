/**
 * Why the connection to Discord is over for good: `refused` (token or intents; starting again changes nothing until a
 * person acts), `silent` (nothing heard; starting again helps), `unreachable` (the first connection failed, or a lost one could not be made again).
 */
export type GatewayLoss = 'refused' | 'silent' | 'unreachable';

/** The program must end: a gateway that lost its token or its connection looks alive but answers nobody. */
export class GatewayLostError extends Error {
  override readonly name = 'GatewayLostError';
  readonly loss: GatewayLoss;

  constructor(loss: GatewayLoss, message: string, options?: ErrorOptions) {
    super(message, options);
    this.loss = loss;
  }
}
