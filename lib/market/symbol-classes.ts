// What kinds of instrument there are: exceptions of holding rules go by them.
export const SYMBOL_CLASSES = ['forex', 'metal', 'index', 'commodity', 'crypto', 'future', 'stock'] as const;
