// What an id of ours looks like. An address may hold anything, and text that is no id is answered like an id nobody has.
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
