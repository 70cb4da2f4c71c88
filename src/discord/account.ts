import { type APIGatewayBotInfo, DiscordAPIError, REST, Routes } from 'discord.js';

/** What Discord says of the bot's token. */
export type TokenReport =
  | { readonly outcome: 'good'; readonly sessionsLeft: number; readonly shards: number }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'unreachable'; readonly problem: string };

/** Asks Discord whether the token is good and how many connections are left today; connects to nothing. */
export async function checkToken(options: {
  readonly token: string;
  /** Default Discord's own. */
  readonly api?: string | undefined;
  readonly timeoutMs?: number;
}): Promise<TokenReport> {
  const { token, api, timeoutMs = 10_000 } = options;
  const rest = new REST({ ...(api ? { api } : {}), retries: 1, timeout: timeoutMs });
  rest.setToken(token);
  try {
    const info = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
    const { remaining } = info.session_start_limit;
    return { outcome: 'good', sessionsLeft: remaining, shards: info.shards };
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) return { outcome: 'refused' };
    const problem = error instanceof Error ? error.message : String(error);
    return { outcome: 'unreachable', problem };
  }
}
