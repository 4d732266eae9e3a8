'use client';
// A whole list: its frame and its rows, both read from one address.
import type { ReactNode } from 'react';
import { ListFrame, type ListFrameProps } from './list-frame';
import { ListRows, type ListRowsProps } from './list-rows';

/** What the page that read a list hands to its table. */
export type ListOf<Row extends object> = Pick<ListRowsProps<Row>, 'definition' | 'query' | 'page'> & Pick<ListFrameProps, 'facets'>;

type Props<Row extends object> = Omit<ListRowsProps<Row>, 'url'> &
  Pick<ListFrameProps, 'facets' | 'live'> & {
    /** Stands over the rows, such as what may be done with those chosen. */
    above?: ReactNode;
  };

export function ListTable<Row extends object>({ facets, live, above, ...rows }: Props<Row>) {
  return (
    <ListFrame definition={rows.definition} query={rows.query} facets={facets} live={live}>
      {(url) => (
        <>
          {above}
          <ListRows {...rows} url={url} />
        </>
      )}
    </ListFrame>
  );
}
