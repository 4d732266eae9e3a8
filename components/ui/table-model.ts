// The one table's model: what may be said of a column, and the table, made of columns and rows, that its parts draw.
// Columns are made with `createColumns` in a client file, once, outside of render.
import { columnVisibilityFeature, createTableHook, rowSelectionFeature, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import type { RowData } from '@tanstack/react-table';

/** Said per column: `numeric` aligns figures right, `sortable` makes the header a sort button, `hint` explains it. */
type ColumnMeta = { numeric?: boolean; sortable?: boolean; hint?: string };

const features = tableFeatures({ rowSortingFeature, rowSelectionFeature, columnVisibilityFeature, columnMeta: {} as ColumnMeta });
const hook = createTableHook({ features, manualSorting: true, enableSortingRemoval: false });

export const useHouseTable = hook.useAppTable;
/** `createColumns<Row>()` is the typed helper: `helper.columns([helper.accessor('login', { header: 'Login', … }), …])`. */
export const createColumns = hook.createAppColumnHelper;

/** One column of `Row`, whatever its value; the library's own helper erases the value in the same way. */
export type Column<Row extends RowData> = ReturnType<ReturnType<typeof createColumns<Row>>['columns']>[number];
export type HouseTable<Row extends RowData> = ReturnType<typeof useHouseTable<Row>>;
export type Sort = { id: string; desc: boolean };
