// Which events may be handed on without ever skipping one that commits late. Ids are drawn before their transaction commits,
// so a hole below a visible id may still be filled. A hole is given up only when every transaction that was running when it was
// first seen has ended: then nobody is left who could fill it (data-model, "The spine").

export interface TailState {
  /** Every id up to here was handed on, or will never exist. */
  cursor: bigint;
  /** First missing id to the transaction horizon at which it was first seen missing. */
  holes: ReadonlyMap<bigint, bigint>;
}

export interface Snapshot {
  /** Oldest transaction still running. */
  xmin: bigint;
  /** The next transaction to be named. */
  xmax: bigint;
}

/** Read with the rows, in the same statement: who was running when they were seen. */
export const HORIZON = `pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax`;
export interface Horizon {
  xmin: string;
  xmax: string;
}

/** Where no row was seen there is nothing to hand on, and no hole. */
export const snapshotOf = (first: Horizon | undefined): Snapshot => ({ xmin: BigInt(first?.xmin ?? 0), xmax: BigInt(first?.xmax ?? 0) });

interface Advanced<Row> {
  state: TailState;
  ready: Row[];
}

/** Takes the rows above the cursor in order of id, as one snapshot saw them, and answers those that may go out now. */
export function advance<Row extends { id: string }>(state: TailState, rows: Row[], snapshot: Snapshot): Advanced<Row> {
  const holes = new Map<bigint, bigint>();
  const ready: Row[] = [];
  let cursor = state.cursor;
  for (const [index, row] of rows.entries()) {
    const id = BigInt(row.id);
    if (id > cursor + 1n) {
      const seenAt = state.holes.get(cursor + 1n) ?? snapshot.xmax;
      // One transaction draws neighbouring ids, so a run of missing ids shares the horizon of its first.
      if (snapshot.xmin < seenAt) {
        rememberHoles(holes, state, rows.slice(index), cursor, snapshot);
        return { state: { cursor, holes }, ready };
      }
    }
    ready.push(row);
    cursor = id;
  }
  return { state: { cursor, holes }, ready };
}

function rememberHoles(holes: Map<bigint, bigint>, state: TailState, rest: { id: string }[], from: bigint, snapshot: Snapshot): void {
  let last = from;
  for (const row of rest) {
    const id = BigInt(row.id);
    for (let missing = last + 1n; missing < id && holes.size < 1000; missing += 1n) {
      holes.set(missing, state.holes.get(missing) ?? snapshot.xmax);
    }
    last = id;
  }
}
