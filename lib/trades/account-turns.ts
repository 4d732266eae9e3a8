// Messages of one account take turns inside this process. The version check in SQL is what keeps the facts true; taking turns only spares
// a burst on one account from judging the same moment over and over and handing the losers to the job.
const tails = new Map<string, Promise<void>>();

/** Runs `work` when every earlier work on these accounts is done. All places are taken at once, so two messages never wait for each other. */
export async function inTurn<T>(accountIds: string[], work: (waited: boolean) => Promise<T>): Promise<T> {
  const ids = [...new Set(accountIds)];
  const earlier = ids.flatMap((id) => tails.get(id) ?? []);
  let finish = (): void => undefined;
  const mine = new Promise<void>((resolve) => {
    finish = resolve;
  });
  for (const id of ids) tails.set(id, mine);
  try {
    await Promise.all(earlier);
    return await work(earlier.length > 0);
  } finally {
    finish();
    for (const id of ids) if (tails.get(id) === mine) tails.delete(id);
  }
}
