/**
 * Opens the sign-in page and sends its form, as a browser would, up to the redirect; that is the answer. All scopes
 * asked for stay ticked unless told.
 */
export async function decideAsPerson(
  authorizeUrl: string,
  choice: Readonly<Record<string, string>>,
  scopes?: readonly string[],
): Promise<string> {
  const page = await fetch(authorizeUrl);
  if (!page.ok) throw new Error(`The sign-in page refuses: ${await page.text()}`);
  await page.body?.cancel();
  const url = new URL(authorizeUrl);
  const form = new URLSearchParams([...url.searchParams, ...Object.entries(choice)]);
  const asked = (form.get('scope') ?? '').split(/[\s,]+/);
  for (const scope of scopes ?? asked) form.append('grant', scope);
  const action = url.origin + url.pathname;
  const answer = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The sign-in page refuses: ${await answer.text()}`);
  return location;
}
