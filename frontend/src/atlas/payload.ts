// The payload as the server sends it, and the same unpacked into typed arrays that a frame can walk quickly.

export interface Named {
  key: string;
  word: string;
}

export interface Payload {
  version: number;
  layout: string;
  title: string;
  size: number;
  days: [string, string];
  types: { key: string; forward: string; backward: string; family: string }[];
  kinds: (Named & { base: string })[];
  statuses: Named[];
  levels: Named[];
  urgencies: (Named & { tone: string })[];
  changes: Named[];
  sectors: { code: string; name: string; hue: number; from: number; to: number }[];
  rings: {
    code: string;
    name: string;
    sector: number;
    from: number;
    to: number;
    inner: number;
    outer: number;
    count: number;
  }[];
  nodes: {
    key: string[];
    kind: number[];
    label: string[];
    code: string[];
    x: number[];
    y: number[];
    r: number[];
    module: number[];
    ring: number[];
    status: number[];
    urgency: number[];
    level: number[];
    since: string[];
    until: string[];
    href: string[];
    change: number[];
    count: number[]; // how many a node stands for
  };
  edges: {
    from: number[];
    to: number[];
    type: number[];
    status: number[];
    since: string[];
    until: string[];
  };
}

export interface Model {
  said: Payload;
  count: number;
  x: Float32Array;
  y: Float32Array;
  r: Float32Array;
  kind: Uint8Array;
  module: Int16Array;
  ring: Int16Array;
  status: Int8Array;
  urgency: Int8Array;
  level: Int8Array;
  change: Int8Array;
  stands: Int32Array;
  from: Int32Array;
  to: Int32Array;
  type: Int16Array;
  edgeStatus: Int8Array;
  // Links at each node, as places in the columns of edges: start[n] … start[n + 1] of links.
  start: Int32Array;
  links: Int32Array;
  place: Map<string, number>;
}

export const PAYLOAD_VERSION = 1;

/** Unpack; throws where the payload is of another version than this script. */
export function unpack(said: Payload): Model {
  if (said.version !== PAYLOAD_VERSION) throw new Error(`payload ${said.version}`);
  const nodes = said.nodes;
  const edges = said.edges;
  const count = nodes.key.length;
  const start = new Int32Array(count + 1);
  for (let e = 0; e < edges.from.length; e++) {
    start[edges.from[e] + 1]++;
    start[edges.to[e] + 1]++;
  }
  for (let n = 0; n < count; n++) start[n + 1] += start[n];
  const links = new Int32Array(edges.from.length * 2);
  const next = start.slice();
  for (let e = 0; e < edges.from.length; e++) {
    links[next[edges.from[e]]++] = e;
    links[next[edges.to[e]]++] = e;
  }
  const place = new Map<string, number>();
  nodes.key.forEach((key, at) => place.set(key, at));
  return {
    said,
    count,
    x: Float32Array.from(nodes.x),
    y: Float32Array.from(nodes.y),
    r: Float32Array.from(nodes.r),
    kind: Uint8Array.from(nodes.kind),
    module: Int16Array.from(nodes.module),
    ring: Int16Array.from(nodes.ring),
    status: Int8Array.from(nodes.status),
    urgency: Int8Array.from(nodes.urgency),
    level: Int8Array.from(nodes.level),
    change: Int8Array.from(nodes.change),
    stands: Int32Array.from(nodes.count),
    from: Int32Array.from(edges.from),
    to: Int32Array.from(edges.to),
    type: Int16Array.from(edges.type),
    edgeStatus: Int8Array.from(edges.status),
    start,
    links,
    place,
  };
}
