/** What a component imports by an interface: functions and classes, as the transpiled component names them. */
export type Interface = Readonly<Record<string, unknown>>;

/** Interfaces by their name without a version; each is made for a component that imports it. */
export type Interfaces = Readonly<Record<string, () => Interface>>;
