// What every deed of a generated day leans on: its account, its moment, its dice, and the look whether product and books still agree.
import { expect } from 'vitest';
import type { Line } from '../oracle/payout-books';
import type { Funded } from './funded';
import type { Life } from './month-firm';
import type { ProviderServer } from './provider-server';

export interface World {
  firm: Funded;
  bank: ProviderServer;
  met: (fault: string, by?: number) => void;
}
/** A whole number below `most`. */
export type Draw = (most: number) => number;

export class DayOf {
  constructor(
    protected readonly world: World,
    protected readonly life: Life,
    protected readonly draw: Draw,
    protected readonly date: string,
  ) {}

  protected at = (time: string) => new Date(`${this.date}T${time}Z`);
  protected iso = (time: string) => this.at(time).toISOString();
  protected id(line: Line): string {
    const place = this.life.books.lines.indexOf(line);
    return this.life.ids.find((one) => one.place === place)?.id ?? '';
  }
  /** Asked anew each time: a deed moves what was read before it. */
  protected stands = (line: Line | undefined, state: Line['state']): boolean => line?.state === state;
  protected chance = (percent: number): boolean => this.draw(100) < percent;
  protected row = async (line: Line) =>
    (
      await this.world.firm.flow.rows<{ state: string; approved_at: Date | null; gross: string }>(
        'select state, approved_at, gross_cents as gross from public.payouts where id = $1',
        this.id(line),
      )
    )[0];
  protected async agree(line: Line, deed: string): Promise<void> {
    const said = (await this.row(line))?.state;
    expect(
      said,
      `${this.life.account.login} ${this.date} ${this.id(line)}: ${deed}, ${JSON.stringify([...this.life.books.questions])}`,
    ).toBe(line.state);
  }
}
