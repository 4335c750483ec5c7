/**
 * An independent reading of an nftables ruleset: which verdict a packet gets, and what is counted on its way. It throws for
 * syntax that it does not know.
 */
import { familyOf, isIn, known } from './ip-reader.ts';
import { FIELDS, type Field, type Seen, type Value } from './nft-fields.ts';

export type Verdict =
  | { readonly kind: 'accept' }
  | { readonly kind: 'return' }
  | { readonly kind: 'drop' | 'reject'; readonly chain: string }
  | { readonly kind: 'snat'; readonly to: string };

type Step = (packet: Seen) => boolean | Verdict;

interface Chain {
  readonly name: string;
  readonly rules: Step[][];
  /** For a base chain: `forward`, and its place among the chains of that hook. */
  hook: string | null;
  priority: number;
}

export interface Ruleset {
  /** The verdict of all chains of a hook, which changes the sets. */
  readonly run: (hook: string, packet: Seen) => Verdict;
  /** The elements of each dynamic set, with their counters. */
  readonly sets: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export function readRuleset(text: string): Ruleset {
  const reader = new Reader();
  const [opening, ...lines] = text.trimEnd().split('\n');
  if (!opening?.startsWith('table inet ') || lines.pop() !== '}')
    throw new Error('not one table of family inet');
  for (const line of lines) reader.readLine(line);
  reader.requireChains();
  return { run: (hook, packet) => reader.run(hook, packet), sets: reader.sets };
}

class Reader {
  readonly sets = new Map<string, Map<string, number>>();
  readonly #types = new Map<string, string>();
  readonly #chains = new Map<string, Chain>();
  readonly #jumps = new Set<string>();
  #current: Chain | null = null;

  readLine(line: string): void {
    const set = /^set (\S+) { type ([^;]+); flags dynamic; size \d+; }$/.exec(line);
    const [, name] = /^chain (\S+) {$/.exec(line) ?? [];
    if (set) this.#declare(set[1] ?? '', set[2] ?? '');
    else if (name !== undefined && this.#current === null) this.#open(name);
    else if (line === '}' && this.#current !== null) this.#current = null;
    else if (this.#current !== null) this.#readRule(line, this.#current);
    else throw new Error(`unknown line: ${line}`);
  }

  requireChains(): void {
    if (this.#current !== null) throw new Error(`the chain ${this.#current.name} does not end`);
    for (const name of this.#jumps) known(this.#chains, name, 'chain');
  }

  run(hook: string, packet: Seen): Verdict {
    const chains = [...this.#chains.values()].filter((chain) => chain.hook === hook);
    for (const chain of chains.sort((a, b) => a.priority - b.priority)) {
      const verdict = this.#walk(chain, packet);
      if (verdict.kind !== 'accept' && verdict.kind !== 'return') return verdict;
    }
    return { kind: 'accept' };
  }

  #declare(name: string, type: string): void {
    if (this.sets.has(name)) throw new Error(`a second set ${name}`);
    this.sets.set(name, new Map());
    this.#types.set(name, type);
  }

  #open(name: string): void {
    if (this.#chains.has(name)) throw new Error(`a second chain ${name}`);
    this.#current = { name, rules: [], hook: null, priority: 0 };
    this.#chains.set(name, this.#current);
  }

  #readRule(line: string, chain: Chain): void {
    const base = /^type (filter|nat) hook (\w+) priority (-?\d+); policy accept;$/.exec(line);
    if (!base) {
      chain.rules.push(this.#readSteps(line, chain.name));
      return;
    }
    if (chain.rules.length > 0) throw new Error(`the hook of ${chain.name} must come first`);
    chain.hook = base[2] ?? null;
    chain.priority = Number(base[3]);
  }

  #readSteps(line: string, chain: string): Step[] {
    const words = line.match(/"[^"]*"|[{}(),|&]|[^\s{}(),|&"]+/g) ?? [];
    const steps: Step[] = [];
    while (words.length > 0) steps.push(this.#readStatement(words, chain) ?? this.#readMatch(words, line));
    return steps;
  }

  #readStatement(words: string[], chain: string): Step | null {
    const [word = '', second = ''] = words;
    if (word === 'accept' || word === 'return') return take(words, 1, () => ({ kind: word }));
    if (word === 'drop') return take(words, 1, () => ({ kind: word, chain }));
    if (word === 'jump') {
      this.#jumps.add(second);
      return take(words, 2, (packet) => this.#jump(second, packet));
    }
    const rest = words.join(' ');
    if (/^reject with (tcp reset|icmp(v6)? type admin-prohibited)$/.test(rest)) {
      const family = /icmp /.test(rest) ? '4' : /icmpv6/.test(rest) ? '6' : null;
      return take(words, words.length, ({ source, protocol }) => {
        const fits = family === null ? protocol === 'tcp' : familyOf(source) === family;
        return fits && { kind: 'reject', chain: rest.replace('reject with ', '') };
      });
    }
    const [, ip, to = ''] = /^snat (ip6?) to (\S+)$/.exec(rest) ?? [];
    if (ip !== undefined) {
      return take(
        words,
        words.length,
        ({ source }) => familyOf(source) === (ip === 'ip' ? '4' : '6') && { kind: 'snat', to },
      );
    }
    return word === 'update' || word === 'add' ? this.#readCount(words) : null;
  }

  /** `update @set { key counter }`, `add @set { key }`. */
  #readCount(words: string[]): Step {
    const [verb, reference = '', brace] = words.splice(0, 3);
    const name = reference.slice(1);
    const key = this.#readKey(words, name);
    if (verb === 'update' && words[0] === 'counter') words.shift();
    if (brace !== '{' || words.shift() !== '}') throw new Error(`unknown update of ${name}`);
    const elements = known(this.sets, name, 'set');
    return (packet) => {
      const element = key(packet);
      if (element === undefined) return false;
      elements.set(element, (elements.get(element) ?? 0) + 1);
      return true;
    };
  }

  /** Fields that are joined by dots, which must be of the set's type. */
  #readKey(words: string[], set: string): (packet: Seen) => string | undefined {
    const fields = [readField(words)];
    while (words[0] === '.') {
      words.shift();
      fields.push(readField(words));
    }
    const type = fields.map((field) => field[0]).join(' . ');
    if (type !== known(this.#types, set, 'set')) throw new Error(`the set ${set} is not of ${type}`);
    return (packet) => {
      const values = fields.map(([, read]) => read(packet));
      return values.includes(undefined) ? undefined : values.join(' . ');
    };
  }

  #readMatch(words: string[], line: string): Step {
    const before = [...words];
    const [, read] = readField(words);
    if (words[0] === '.') return this.#readLookup(before, words);
    if (words[0] === '&') return readFlags(words, read);
    const operator = ['!=', '>'].includes(words[0] ?? '') ? words.shift() : '==';
    const candidates = readValues(words);
    if (candidates.length === 0) throw new Error(`unknown match: ${line}`);
    return (packet) => {
      const value = read(packet);
      if (value === undefined) return false;
      if (operator === '>') return Number(value) > Number(candidates[0]);
      return candidates.some((candidate) => equals(value, candidate)) === (operator === '==');
    };
  }

  /** `ip saddr . tcp sport != @set`. */
  #readLookup(all: string[], words: string[]): Step {
    const at = all.indexOf('!=');
    const name = all[at + 1]?.slice(1) ?? '';
    const key = this.#readKey(all, name);
    words.splice(0, words.length, ...all.slice(2));
    if (at < 0) throw new Error('a lookup without "!="');
    return (packet) => {
      const element = key(packet);
      return element !== undefined && !known(this.sets, name, 'set').has(element);
    };
  }

  #jump(name: string, packet: Seen): boolean | Verdict {
    const verdict = this.#walk(known(this.#chains, name, 'chain'), packet);
    return verdict.kind === 'return' ? true : verdict;
  }

  #walk({ rules }: Chain, packet: Seen): Verdict {
    for (const steps of rules) {
      for (const step of steps) {
        const result = step(packet);
        if (result === false) break;
        if (result !== true) return result;
      }
    }
    return { kind: 'return' };
  }
}

function take(words: string[], count: number, step: Step): Step {
  words.splice(0, count);
  return step;
}

function readField(words: string[]): Field {
  const [one = '', two = ''] = words;
  const name = one in FIELDS ? one : `${one} ${two}`;
  words.splice(0, name === one ? 1 : 2);
  const field = FIELDS[name];
  if (!field) throw new Error(`unknown field "${name}"`);
  return field;
}

/** One value, several with commas, or a set in braces. */
function readValues(words: string[]): string[] {
  if (words[0] === '{')
    return words
      .splice(0, words.indexOf('}') + 1)
      .filter((word) => /[\w"]/.test(word))
      .map(unquote);
  const values = words.splice(0, 1);
  while (words[0] === ',') values.push(...words.splice(0, 2).slice(1));
  return values.map(unquote);
}

function unquote(word: string): string {
  return word.replaceAll('"', '');
}

function equals(value: Value, candidate: string): boolean {
  if (typeof value === 'number') {
    const [from = '', to = from] = candidate.split('-');
    if (!/^\d+$/.test(from)) throw new Error(`"${candidate}" is not a number`);
    return Number(from) <= value && value <= Number(to);
  }
  return /[.:]/.test(candidate) ? isIn(String(value), candidate) : value === candidate;
}

/** `tcp flags & (syn | ack) == syn`. */
function readFlags(words: string[], read: (packet: Seen) => Value): Step {
  words.shift();
  const mask = readAlternatives(words);
  if (words.shift() !== '==') throw new Error('flags without "=="');
  const wanted = readAlternatives(words);
  return (packet) => {
    const flags = read(packet);
    if (!Array.isArray(flags)) return false;
    return mask.every((flag) => flags.includes(flag) === wanted.includes(flag));
  };
}

/** `syn`, or `(syn | ack)`. */
function readAlternatives(words: string[]): string[] {
  if (words[0] !== '(') return words.splice(0, 1);
  return words.splice(0, words.indexOf(')') + 1).filter((word) => /\w/.test(word));
}
