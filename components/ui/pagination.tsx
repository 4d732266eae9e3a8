'use client';
// Pages of a list. The server pages; this only says where the reader stands and asks for another page.
import { Button } from './button';
import { cn } from './cn';

type PaginationProps = {
  /** Counts from 1. */
  page: number;
  pageSize: number;
  rowCount: number;
  /** There are more rows than were counted: pages go on for as long as there are rows. */
  isLeast?: boolean;
  onPage: (page: number) => void;
  onPageSize?: (pageSize: number) => void;
  className?: string;
};

const SIZES = [25, 50, 100];

export function Pagination({ page, pageSize, rowCount, isLeast = false, onPage, onPageSize, className }: PaginationProps) {
  const pages = Math.max(1, Math.ceil(rowCount / pageSize));
  const first = rowCount === 0 ? 0 : (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, rowCount);
  const figure = (value: number) => value.toLocaleString('en-US');
  return (
    <nav aria-label="Pages" className={cn('flex flex-wrap items-center justify-between gap-2 text-label text-ink-2', className)}>
      <p aria-live="polite" className="num">
        {figure(first)} to {figure(last)} of {isLeast && 'more than '}
        {figure(rowCount)}
      </p>
      <div className="flex items-center gap-2">
        {onPageSize && (
          <label className="flex items-center gap-1.5">
            Rows
            <select
              value={pageSize}
              onChange={(event) => onPageSize(SIZES.find((size) => String(size) === event.target.value) ?? pageSize)}
              className="h-6 rounded-sm border border-line-strong bg-surface px-1"
            >
              {SIZES.map((size) => (
                <option key={size} value={size}>
                  {size}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
          Previous
        </Button>
        <span className="num">
          {figure(page)} / {figure(pages)}
          {isLeast && '+'}
        </span>
        <Button size="small" disabled={page >= pages && !isLeast} onClick={() => onPage(page + 1)}>
          Next
        </Button>
      </div>
    </nav>
  );
}
