// Words that name instants: each is shown by the reader's clock, like any other on the page.
import { When } from './when';

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

export function WithInstants({ text }: { text: string }) {
  // Split by a captured group, every other part is an instant.
  return text.split(INSTANT).map((part, index) => (index % 2 === 0 ? part : <When key={index} at={part} />));
}
