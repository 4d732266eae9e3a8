// What a list page is made of, as plain data: one definition serves the page, its filters in the browser and its CSV.
import type { RangeUnit } from './range';

/** `sums`: amounts by currency; `win-share`: what one winner made of all winners so far. */
export type CellKind = 'text' | 'money' | 'number' | 'bps' | 'when' | 'bool' | 'code' | 'login' | 'sums' | 'win-share';

interface FacetBase {
  /** Name in the URL. */
  key: string;
  column: string;
  label: string;
  /** Filters that come by link only, such as one account's trades; shown as a chip, never as a group of choices. */
  hidden?: boolean;
  /** The order in which known values are offered; others follow by count. */
  order?: string[];
  labels?: Record<string, string>;
}
/** `member`: the column holds several values, and a row matches when any of the chosen is among them. */
type ChoiceFacet = FacetBase & {
  kind: 'text' | 'whole' | 'bool' | 'uuid' | 'day' | 'member';
  /** `order` and `labels` name every value there can be: any other in a link is a mistake, and is told as one. */
  isClosed?: true;
};
/** A pair of figures that the column lies between: asked for by two fields, never counted. */
export type RangeFacet = FacetBase & { kind: 'range'; unit: RangeUnit };
export type FacetDefinition = ChoiceFacet | RangeFacet;

interface ScopeDefinition {
  /** Choosing values of this facet replaces the scope, so a scope never hides what was asked for by name. */
  facet: string;
  column: string;
  fallback: string;
  choices: { key: string; label: string; equals: boolean | string | null }[];
}

interface SearchDefinition {
  /** Read for what was typed, anywhere within them. */
  columns: string[];
  /** Compared with it whole, which an index answers; the beginning of a text is no question for one where row-level security stands before it. */
  whole?: string[];
  /** Where a list is too long to be read for a name: the list of few rows that `columns` are read from, and the column that names one of those. */
  of?: { view: string; key: string; column: string };
  placeholder: string;
}

export interface ExportColumn {
  column: string;
  header: string;
  kind: CellKind;
}

export interface ListDefinition {
  name: string;
  /** One row and several rows, in the house's words. */
  noun: [one: string, many: string];
  path: string;
  view: string;
  /** What names a row; breaks every tie, so walking all pages shows each row once. */
  key: string[];
  /** Columns of the view that the page draws. */
  columns: string[];
  search: SearchDefinition;
  facets: FacetDefinition[];
  scope: ScopeDefinition | null;
  range: { column: string; label: string } | null;
  /** Sort key in the URL to column of the view. */
  sorts: Record<string, string>;
  defaultSort: string;
  exports: ExportColumn[];
}

export interface ListQuery {
  q: string;
  page: number;
  size: number;
  /** Key of `sorts`. */
  sort: string;
  desc: boolean;
  scope: string;
  from: string | null;
  to: string | null;
  facets: Record<string, string[]>;
  /** Filters of the link that nobody could follow; the list was read without them. Absent where there are none. */
  refused?: RefusedFilter[];
  /** The columns as the link wants them, in the words of `lib/lists/desk.ts`; empty where each reader's own choice holds. */
  cols?: string;
}

export interface RefusedFilter {
  key: string;
  label: string;
  value: string;
  why: string;
}

/** As many rows are counted at most: of a book of millions nobody waits for every one, and what more there is shows as "at least". */
export const MOST_COUNTED = 25_000;

interface FacetCount {
  value: string;
  label: string;
  count: number;
  isChosen: boolean;
}
export interface FacetCounts {
  key: string;
  label: string;
  values: FacetCount[];
  /** Not every row was counted: each choice shows at least as many. */
  isLeast: boolean;
}
