// A login as people read it: an account that its platform has not opened yet has none, only a placeholder.
export function loginText(login: string): string {
  return login.startsWith('pending:') ? 'no login yet' : login;
}
