// Joins class names. The merge must know our type sizes, or it takes `text-body` for a colour and drops it beside `text-ink`.
import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: { classGroups: { 'font-size': [{ text: ['meta', 'label', 'body', 'form', 'section', 'title', 'figure'] }] } },
});

export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
