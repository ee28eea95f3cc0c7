// Checks the journal and the votes of one meeting in the browser, offline: the same as check.py, step by step.
"use strict";

const RatssaalCheck = (() => {
  const HIDDEN = "hidden"; // a value that this form does not open, or that has been erased
  const CHOICES = ["yes", "no", "abstain"];
  const METHODS = ["open", "hands", "mixed", "roll_call", "acclamation"];
  // Of what a rule takes its share, the share, and whether it has to be exceeded.
  const RULES = { simple: ["cast", 1, 2, 1], members: ["members", 1, 2, 1], majority_present: ["present", 1, 2, 1], unanimous: ["cast", 1, 1, 0] };
  for (const base of ["cast", "present", "members"]) {
    RULES[`two_thirds_${base}`] = [base, 2, 3, 0];
    RULES[`three_quarters_${base}`] = [base, 3, 4, 0];
  }
  const COUNTED = ["closed", "declared"];
  const WHEN = { poll_closed: ["open"], poll_declared: ["closed"], poll_annulled: ["open", ...COUNTED], poll_repeated: ["annulled"] };
  for (const kind of ["result_objected", "result_recounted"]) WHEN[kind] = COUNTED;
  for (const kind of ["elector_admitted", "elector_moved", "elector_called", "ballot_cast", "ballot_entered", "hands_counted"]) WHEN[kind] = ["open"];
  const AFTER = { poll_closed: "closed", poll_declared: "declared", poll_annulled: "annulled", poll_repeated: "repeated" };

  class Bad extends Error {
    constructor(why, line = 0, file = "events.ndjson") {
      super(why);
      Object.assign(this, { why, line, file });
    }
  }
  const demand = (holds, why, line = 0, file = "events.ndjson") => {
    if (!holds) throw new Bad(why, line, file);
  };
  const own = (object, key) => Object.prototype.hasOwnProperty.call(object, key);
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

  // JSON in its canonical form only, with the text of every value, so that hashes are taken over what is written there.
  const parse = (text) => {
    let at = 0;
    const fail = () => demand(false, "canonical");
    const take = (sign) => (text[at] === sign ? (at += 1) : fail());
    const string = () => {
      const found = /"(?:[^"\\]|\\.)*"/y;
      found.lastIndex = at;
      const raw = (found.exec(text) || fail())[0];
      at += raw.length;
      const value = JSON.parse(raw);
      if (JSON.stringify(value) !== raw || /\p{Surrogate}/u.test(value)) fail();
      return value;
    };
    const number = () => {
      const found = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?/y;
      found.lastIndex = at;
      const raw = (found.exec(text) || fail())[0];
      at += raw.length;
      if (raw === "-0") fail();
      return /^-?[0-9]+$/.test(raw) && Number.isSafeInteger(Number(raw)) ? Number(raw) : { number: raw };
    };
    const list = (depth) => {
      const items = [];
      take("[");
      while (text[at] !== "]") {
        if (items.length) take(",");
        items.push(value(depth).value);
      }
      take("]");
      return items;
    };
    const object = (depth) => {
      const found = Object.create(null), raws = Object.create(null);
      let last = null;
      take("{");
      while (text[at] !== "}") {
        if (last !== null) take(",");
        const key = string();
        if (last !== null && !before(last, key)) fail();
        take(":");
        const inner = value(depth);
        [found[key], raws[key], last] = [inner.value, inner, key];
      }
      take("}");
      return [found, raws];
    };
    const value = (depth) => {
      if (depth > 200) fail();
      const start = at;
      const node = { value: null, parts: null };
      if (text[at] === "{") [node.value, node.parts] = object(depth + 1);
      else if (text[at] === "[") node.value = list(depth + 1);
      else if (text[at] === '"') node.value = string();
      else {
        const word = [["null", null], ["true", true], ["false", false]].find(([name]) => text.startsWith(name, at));
        if (word) [at, node.value] = [at + word[0].length, word[1]];
        else node.value = number();
      }
      node.raw = text.slice(start, at);
      return node;
    };
    const found = value(0);
    if (at !== text.length) fail();
    return found;
  };
  const before = (one, other) => {
    const left = Array.from(one, (sign) => sign.codePointAt(0)), right = Array.from(other, (sign) => sign.codePointAt(0));
    const place = left.findIndex((code, index) => code !== right[index]);
    return place < 0 ? left.length < right.length : place < right.length && left[place] < right[place];
  };
  const same = (one, other) => {
    if (!(isObject(one) && isObject(other))) return one === other;
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => own(other, key) && same(one[key], other[key]));
  };

  // SHA-256 and SHA-512 (FIPS 180-4); their constants are the roots of the first primes.
  const PRIMES = [];
  for (let number = 2; PRIMES.length < 80; number += 1) if (PRIMES.every((prime) => number % prime)) PRIMES.push(number);
  const root = (value, degree) => {
    let low = 0n, high = 1n << 80n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** degree <= value) low = middle;
      else high = middle;
    }
    return low;
  };
  const MASK = (1n << 64n) - 1n;
  const K64 = PRIMES.map((prime) => root(BigInt(prime) << 192n, 3n) & MASK);
  const H64 = PRIMES.slice(0, 8).map((prime) => root(BigInt(prime) << 128n, 2n) & MASK);
  const K32 = Uint32Array.from(K64.slice(0, 64), (word) => Number(word >> 32n));
  const H32 = Uint32Array.from(H64, (word) => Number(word >> 32n));
  const padded = (bytes, block, tail) => {
    const size = Math.ceil((bytes.length + 1 + tail) / block) * block;
    const filled = new Uint8Array(size);
    filled.set(bytes);
    filled[bytes.length] = 0x80;
    new DataView(filled.buffer).setUint32(size - 4, bytes.length * 8);
    return new DataView(filled.buffer);
  };
  const sha256 = (bytes) => {
    const view = padded(bytes, 64, 8), state = Uint32Array.from(H32), w = new Uint32Array(64);
    const turn = (word, by) => (word >>> by) | (word << (32 - by));
    for (let offset = 0; offset < view.byteLength; offset += 64) {
      for (let i = 0; i < 16; i += 1) w[i] = view.getUint32(offset + 4 * i);
      for (let i = 16; i < 64; i += 1) {
        const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K32[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
    }
    return Array.from(state, (word) => word.toString(16).padStart(8, "0")).join("");
  };
  const sha512 = (bytes) => {
    const view = padded(bytes, 128, 16), state = [...H64], w = [];
    const turn = (word, by) => ((word >> by) | (word << (64n - by))) & MASK;
    for (let offset = 0; offset < view.byteLength; offset += 128) {
      for (let i = 0; i < 16; i += 1) w[i] = view.getBigUint64(offset + 8 * i);
      for (let i = 16; i < 80; i += 1) {
        const s0 = turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
        const s1 = turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) & MASK;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 80; i += 1) {
        const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & MASK & g)) + K64[i] + w[i];
        const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & MASK, c, b, a, (one + two) & MASK];
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i] + word) & MASK));
    }
    return fromHex(state.map((word) => word.toString(16).padStart(16, "0")).join(""));
  };
  const utf8 = (text) => new TextEncoder().encode(text);
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const fromHex = (text) => {
    demand(typeof text === "string" && /^(?:[0-9a-f]{2})*$/.test(text), "canonical");
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  };
  const little = (bytes) => BigInt(`0x${toHex(Uint8Array.from(bytes).reverse()) || "0"}`);

  // The chain.
  const PARTS = ["actor", "at", "audience", "data", "name", "seq", "hash", "previous_hash"];
  const HEADER = ["format", "meeting", "events", "head"];
  const has = (object, keys) => isObject(object) && keys.every((key) => own(object, key)) && Object.keys(object).length === keys.length;

  const readEvents = (text) => {
    const events = [], lines = text.split("\n");
    demand(lines.length > 1 && lines.pop() === "", "end", lines.length);
    let previous = "0".repeat(64), seq = 0, header = null;
    lines.forEach((line, index) => {
      const node = onLine(index + 1, "canonical", () => parse(line));
      demand(isObject(node.value), "canonical", index + 1);
      if (index === 0) {
        header = node;
        demand(has(node.value, HEADER) && node.value.format === "ratssaal-journal/1", "canonical", 1);
        return;
      }
      const look = () => (own(node.value, "withheld") ? withheld(node.value, seq, index + 1) : checked(node, header.parts.meeting.raw, previous, seq, index + 1));
      events.push(onLine(index + 1, "canonical", look));
      [previous, seq] = [node.value.hash, node.value.seq];
    });
    demand(seq === header.value.events && previous === header.value.head, "end", lines.length);
    return [{ ...header.value, form: sha256(utf8(text)), whole: events.every((event) => own(event, "said")) }, events];
  };
  const onLine = (line, otherwise, work) => {
    try {
      return work();
    } catch (error) {
      throw new Bad(error instanceof Bad ? error.why : otherwise, error.line || line);
    }
  };
  // Events that this form does not show: how many, and the number and the hash of the last.
  const withheld = (row, seq, line) => {
    const fits = Number.isInteger(row.withheld) && Number.isInteger(row.seq) && row.withheld > 0 && fromHex(row.hash);
    demand(fits && has(row, ["seq", "withheld", "hash"]), "canonical");
    demand(row.seq === seq + row.withheld, "sequence");
    return { ...row, line };
  };
  const checked = (node, meeting, previous, seq, line) => {
    const event = node.value, parts = node.parts, keys = own(event, "opened") ? [...PARTS, "opened"] : PARTS;
    demand(has(event, keys) && isObject(event.data) && (!own(event, "opened") || isObject(event.opened)), "canonical");
    demand(event.seq === seq + 1, "sequence");
    demand(event.previous_hash === previous, "chain");
    const raw = (key) => `"${key}":${key === "meeting" ? meeting : parts[key].raw}`;
    const body = ["actor", "at", "audience", "data", "meeting", "name", "seq"].map(raw).join(",");
    demand(event.hash === sha256(joined([0], fromHex(previous), utf8(`{${body}}`))), "hash");
    const said = Object.create(null);
    for (const key of Object.keys(event.opened || {})) {
      const opened = event.opened[key];
      demand(isObject(opened) && typeof opened.salt === "string" && own(opened, "value"), "canonical");
      const made = sha256(joined([1], utf8(opened.salt), [0], utf8(parts.opened.parts[key].parts.value.raw)));
      demand(has(opened, ["salt", "value"]) && same(event.data[key], { commitment: made }), "opened");
      said[key] = opened.value;
    }
    return { ...event, line, said };
  };

  // The votes.
  const whole = (value, least = 0) => {
    demand(typeof value === "number" && Number.isInteger(value) && value >= least, "shape");
    return value;
  };
  const oneOf = (value, known) => {
    demand(typeof value === "string" && known.includes(value), "shape");
    return value;
  };
  const numbers = (value, keys) => {
    demand(value === HIDDEN || has(value, keys), "shape");
    if (value !== HIDDEN) keys.forEach((key) => whole(value[key]));
    return value;
  };
  const shown = (said, key) => (own(said, key) ? said[key] : HIDDEN);
  const nothingIsNull = (value) => (isObject(value) && !Object.keys(value).length ? null : value);
  const sum = (values) => values.reduce((total, value) => total + value, 0);

  class Vote {
    constructor(data, said, votes, seq, partial) {
      Object.assign(this, { state: "open", key: data.poll, seq, question: shown(said, "question"), note: "", counts: HIDDEN, outcome: HIDDEN });
      this.method = oneOf(data.method, METHODS);
      this.rule = oneOf(data.rule, Object.keys(RULES));
      this.abstentions = oneOf(data.abstentions, ["ignored", "as_no", "as_absent"]);
      Object.assign(this, { present: 0, members: whole(data.members), castingVote: data.casting_vote === true });
      Object.assign(this, { electors: new Map(), ballots: new Map(), hands: null, countedHands: 0 });
      demand(Array.isArray(data.roll) && own(data, "casting_vote") && own(data, "repeats"), "shape");
      data.roll.forEach((row) => this.elector_admitted(row));
      demand(this.electors.size === data.electors && this.present === data.present && this.members === data.members, "roll");
      this.repeats = data.repeats;
      if (this.repeats === null || (partial && !votes.has(this.repeats))) return;
      demand(votes.has(this.repeats), "shape");
      demand([...votes.values()].every((vote) => vote.repeats !== this.repeats) && votes.get(this.repeats).state === "annulled", "state");
    }
    elector_admitted(row) {
      demand(isObject(row), "shape");
      demand(!this.electors.has(whole(row.elector, 1)), "roll");
      this.electors.set(row.elector, [oneOf(row.way, ["device", "hands"]), whole(row.weight, 1)]);
      this.present += row.weight;
      this.members = Math.max(this.members, this.present);
    }
    elector_moved(data) {
      demand(this.electors.has(data.elector) && !this.ballots.has(data.elector), "elector");
      this.electors.set(data.elector, [oneOf(data.way, ["device", "hands"]), this.electors.get(data.elector)[1]]);
    }
    ballot_cast(data, said, source = "device") {
      demand(this.electors.has(data.elector), "elector");
      const [version, , by] = this.ballots.get(data.elector) || [0, HIDDEN, source];
      const fits = this.electors.get(data.elector)[0] === source || (source === "hands" && this.method === "roll_call");
      demand(fits && by === source, "elector");
      demand(whole(data.version) === version + 1, "version");
      this.ballots.set(data.elector, [version + 1, oneOf(shown(said, "choice"), [...CHOICES, HIDDEN]), source]);
    }
    ballot_entered(data, said) {
      this.ballot_cast(data, said, "hands");
      this.hands = null; // names take the place of numbers
    }
    hands_counted(data, said) {
      demand(whole(data.version) === this.countedHands + 1, "version");
      this.countedHands = data.version;
      this.hands = this.possible(shown(said, "counts"));
    }
    possible(hands) {
      const byHand = [...this.electors.values()].filter(([way]) => way === "hands").map(([, weight]) => weight);
      const named = [...this.ballots.values()].some(([, , source]) => source === "hands");
      demand(this.method !== "roll_call" && !named && byHand.length > 0 && byHand.every((weight) => weight === 1), "hands");
      demand(hands === HIDDEN || sum(Object.values(numbers(hands, CHOICES))) <= byHand.length, "hands");
      return hands;
    }
    poll_closed(data, said) {
      [this.counts, this.outcome] = [shown(said, "counts"), shown(said, "outcome")];
      const hands = nothingIsNull(shown(said, "hands")), mine = this.hands;
      if (this.method === "acclamation") {
        const nothing = { counts: {}, hands: {}, choices: {}, casting: "", outcome: "adopted" };
        demand(!this.ballots.size && same({ ...nothing, ...said }, nothing), "acclamation");
        return;
      }
      const unknown = (hands === HIDDEN || mine === HIDDEN) && (hands === null || mine === null) === (mine === null);
      demand(same(hands, mine) || unknown, "hands");
      this.hands = mine === null ? null : this.possible(hands === HIDDEN ? mine : hands);
      this.takeNames(shown(said, "choices"));
      this.recount(said, this.hands);
    }
    takeNames(choices) {
      if (choices === HIDDEN || (isObject(choices) && !Object.keys(choices).length)) return;
      demand(isObject(choices), "shape");
      demand(has(choices, [...this.ballots.keys()].map(String)), "choices");
      for (const [key, [version, choice, source]] of this.ballots) {
        this.ballots.set(key, [version, oneOf(choices[key], CHOICES), source]);
        demand(choice === HIDDEN || choice === choices[key], "choices");
      }
    }
    recount(said, hands) {
      const counts = (this.counts = numbers(shown(said, "counts"), [...CHOICES, "not_voted"]));
      this.outcome = oneOf(shown(said, "outcome"), ["adopted", "rejected", HIDDEN]);
      if (counts === HIDDEN) return;
      const found = { yes: 0, no: 0, abstain: 0, hidden: 0, ...(isObject(hands) ? hands : {}) };
      for (const [key, [, choice]] of this.ballots) found[choice] += this.electors.get(key)[1];
      const voted = this.present - counts.not_voted;
      this.note = hands === HIDDEN || found.hidden ? HIDDEN : "";
      const fits = CHOICES.every((choice) => found[choice] === counts[choice] || (this.note && found[choice] < counts[choice]));
      demand(fits && sum(Object.values(counts)) === this.present && (hands === HIDDEN || sum(Object.values(found)) === voted), "counts");
      if (!own(said, "casting") || this.outcome === HIDDEN) return;
      demand(this.outcome === this.decide(counts, oneOf(said.casting, ["", "yes", "no"])), "outcome");
    }
    decide(counts, casting) {
      const [base, numerator, denominator, exceed] = RULES[this.rule];
      const yes = counts.yes, against = counts.no + (this.abstentions === "as_no" ? counts.abstain : 0);
      demand(!casting || (this.castingVote && [counts.no, against].includes(yes)), "outcome");
      if (casting === "yes" && this.rule === "simple" && yes === against && yes > 0) return "adopted";
      const away = this.abstentions === "as_absent" ? counts.abstain : 0;
      const share = { cast: yes + against, present: this.present - away, members: this.members }[base] * numerator;
      return yes && yes * denominator >= share + exceed ? "adopted" : "rejected";
    }
    poll_declared(data, said) {
      for (const [holds, declared] of [[this.counts, shown(said, "counts")], [this.outcome, shown(said, "outcome")]]) {
        demand(holds === HIDDEN || declared === HIDDEN || same(holds, declared), "declared");
      }
    }
    result_recounted(data, said) {
      demand(this.method !== "acclamation", "state");
      const hands = nothingIsNull(shown(said, "hands"));
      demand(hands === HIDDEN || (hands === null) === (this.hands === null), "hands");
      this.recount(said, this.hands === null ? null : this.possible(hands));
    }
  }

  const readVotes = (events) => {
    const votes = new Map(), partial = events.some((event) => own(event, "withheld"));
    for (const { name, data, said, seq, line } of events.filter((event) => !own(event, "withheld"))) {
      const [room, noun = "", verb = ""] = String(name).split(".");
      if (room === "voting" && own(data, "poll")) onLine(line, "shape", () => take(votes, `${noun}_${verb}`, data, said, seq, partial));
    }
    return [...votes.values()].filter(Boolean);
  };
  const take = (votes, kind, data, said, seq, partial) => {
    const key = whole(data.poll, 1), vote = votes.get(key);
    if (kind === "poll_opened") {
      const known = new Map([...votes].filter(([, found]) => found));
      demand(!votes.has(key) && [...known.values()].every((found) => !["open", "closed"].includes(found.state)), "state");
      votes.set(key, own(data, "roll") ? new Vote(data, said, known, seq, partial) : null);
    } else if (kind === "poll_discarded") {
      demand(!votes.has(key), "state"); // what was opened stays for ever
    } else if (own(WHEN, kind) && vote !== null) {
      demand(vote && WHEN[kind].includes(vote.state), "state");
      if (kind === "poll_repeated" && (votes.has(data.repetition) || !partial)) {
        const again = votes.get(data.repetition);
        demand(again, "shape");
        demand(again.repeats === key && again.state === "declared", "state");
      }
      if (vote[kind]) vote[kind](data, said);
      vote.state = AFTER[kind] || vote.state;
    }
  };

  // Signatures: Ed25519 as RFC 8032 has it.
  const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const mod = (value) => ((value % P) + P) % P;
  const power = (value, exponent) => {
    let result = 1n;
    for (let base = mod(value); exponent > 0n; exponent >>= 1n, base = (base * base) % P) if (exponent & 1n) result = (result * base) % P;
    return result;
  };
  const inverse = (value) => power(value, P - 2n);
  const D = mod(-121665n * inverse(121666n));
  const point = (code) => {
    const all = little(code), y = all & ((1n << 255n) - 1n), odd = all >> 255n;
    const square = mod((y * y - 1n) * inverse(D * y * y + 1n));
    let x = power(square, (P + 3n) / 8n);
    if (mod(x * x - square)) x = mod(x * power(2n, (P - 1n) / 4n));
    if (y >= P || mod(x * x - square) || x === 0n) return null;
    x = (x & 1n) === odd ? x : P - x;
    return [x, y, 1n, mod(x * y)];
  };
  const plus = (one, other) => {
    const a = mod((one[1] - one[0]) * (other[1] - other[0])), b = mod((one[1] + one[0]) * (other[1] + other[0]));
    const c = mod(2n * one[3] * other[3] * D), d = mod(2n * one[2] * other[2]);
    const [e, f, g, h] = [b - a, d - c, d + c, b + a];
    return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
  };
  const BASE = point(Uint8Array.from([0x58, ...new Array(31).fill(0x66)]));
  const verify = (key, message, signature) => {
    if (key.length !== 32 || signature.length !== 64) return false;
    const open = point(key), s = little(signature.slice(32));
    if (open === null || s >= L) return false;
    const minus = [P - open[0], open[1], 1n, P - open[3]];
    const k = little(sha512(joined(signature.slice(0, 32), key, message))) % L;
    const table = [null, BASE, minus, plus(BASE, minus)];
    let total = [0n, 1n, 1n, 0n];
    for (let bit = 252n; bit >= 0n; bit -= 1n) {
      total = plus(total, total);
      const wanted = table[Number(((s >> bit) & 1n) + 2n * ((k >> bit) & 1n))];
      if (wanted) total = plus(total, wanted);
    }
    const [x, y] = [mod(total[0] * inverse(total[2])), mod(total[1] * inverse(total[2]))];
    return little(signature.slice(0, 32)) === (y | ((x & 1n) << 255n));
  };

  const fingerprint = (key) => sha256(fromHex(key)).slice(0, 20).match(/.{4}/g).join(" ");
  const wordsOf = (head, lists) => {
    const bits = BigInt(`0x${sha256(joined(utf8("ratssaal-words/1\0"), fromHex(head))).slice(0, 15)}`);
    const [first, second] = lists.map((list) => list.split(" "));
    return [48n, 36n, 24n, 12n, 0n].map((by) => first[Number((bits >> (by + 6n)) & 63n)] + second[Number((bits >> by) & 63n)]).join(" ");
  };
  const readHeads = (headsText, keysText, header, events, wanted, words, lists) => {
    let rows, keys, allowed;
    try {
      const found = JSON.parse(headsText);
      keys = JSON.parse(keysText).keys.map((row) => row.key);
      rows = found.heads.map((row) => ({ ...row, seq: whole(row.seq, 1), at: String(row.at), signature: fromHex(row.signature) }));
      allowed = keys.filter((key) => !wanted.length || wanted.includes(fingerprint(key)));
      demand(found.meeting === header.meeting && keys.every((key) => fromHex(key).length === 32), "shape");
    } catch {
      throw new Bad("unreadable", 0, "heads.json, keys.json");
    }
    let last = 0;
    const form = (rows.length && rows[rows.length - 1].form) || null; // a form that withholds something is signed itself
    const hashes = new Map(events.map((event) => [event.seq, event.hash]));
    rows.forEach(({ seq, head, at, key, signature }, index) => {
      const all = (holds, why) => demand(holds, why, index + 1, "heads.json");
      all(last < seq && hashes.get(seq) === head && [null, header.form].includes(form), "head");
      all(allowed.includes(key), "key");
      const said = { at, ...(form && index === rows.length - 1 ? { form } : {}), format: "ratssaal-head/1", head, meeting: header.meeting, seq };
      const message = Object.keys(said).map((name) => `"${name}":${JSON.stringify(said[name])}`);
      all(verify(fromHex(key), utf8(`{${message.join(",")}}`), signature), "signature");
      last = seq;
    });
    demand(last === header.events && (header.whole || form), "uncovered", events.length + 1);
    demand(!words || rows.some((row) => wordsOf(row.head, lists).toLowerCase() === words.toLowerCase()), "words", 0, "heads.json");
    const used = new Set(rows.map((row) => row.key));
    return [rows, JSON.parse(keysText).keys.filter((row) => used.has(row.key)).map(named)];
  };
  const named = (row) => [fingerprint(row.key), ...["from", "until"].filter((at) => own(row, at)).map((at) => `${at} ${String(row[at]).slice(0, 10)}`)].join(", ");

  const sentence = (vote, names) => {
    const known = COUNTED.includes(vote.state) && [vote.counts, vote.outcome, vote.note].includes(HIDDEN) ? "PART" : "OK  ";
    const keys = [...CHOICES, "not_voted"].filter((key) => isObject(vote.counts) && own(vote.counts, key));
    const counts = keys.map((key) => `${names[key]} ${vote.counts[key]}`).join(", ");
    const parts = [counts, names[vote.outcome], names[vote.state], vote.note ? `Stimmen/votes: ${names[HIDDEN]}` : ""];
    const question = vote.question === HIDDEN ? names[HIDDEN] : String(vote.question).split(/\s+/).join(" ").trim().slice(0, 100);
    return `${known} ${vote.seq}: ${question} - ${parts.filter(Boolean).join("; ")}`;
  };

  // Everything; `files` holds the texts by the files' names, `data` the lists of words and sentences. Nothing leaves the page.
  const run = (files, data, keys = [], words = "") => {
    try {
      for (const name of ["events.ndjson", "heads.json", "keys.json"]) demand(typeof files[name] === "string", "unreadable", 0, name);
      const [header, events] = readEvents(files["events.ndjson"]);
      const lines = readVotes(events).map((vote) => sentence(vote, data.names));
      const [heads, prints] = readHeads(files["heads.json"], files["keys.json"], header, events, keys, words, data.lists);
      const hidden = sum(events.map((event) => event.withheld || 0));
      const facts = `${header.events} Ereignisse/events, ${hidden} nicht gezeigt/withheld, ${heads.length} Signaturen/signatures`;
      lines.unshift(`Sitzung/meeting ${header.meeting}: ${facts}`);
      lines.push(...prints.map((one) => `Schlüssel/key: ${one}`));
      lines.push(...heads.slice(-2).map(({ seq, head, at }) => `Fünf Wörter/five words (${seq}, ${at.slice(0, 19)} UTC): ${wordsOf(head, data.lists)}`));
      return { right: true, lines };
    } catch (bad) {
      const { why = "unreadable", line = 0, file = "" } = bad instanceof Bad ? bad : {};
      return { right: false, why, line, file, lines: [`${file}, Zeile/line ${line}: ${data.says[why]}`] };
    }
  };
  return { run };
})();

if (typeof module !== "undefined") module.exports = RatssaalCheck;

if (typeof document !== "undefined") {
  const part = (id) => document.getElementById(id);
  const texts = {};
  const tidy = (text) => text.replace(/[·.,;]/g, " ").trim().split(/\s+/).filter(Boolean).join(" ");

  const show = () => {
    const keys = part("key").value.split(/[,;]/).map(tidy).filter(Boolean).map((key) => key.toLowerCase());
    const result = RatssaalCheck.run(texts, JSON.parse(part("data").textContent), keys, tidy(part("words").value));
    part("verdict").className = result.right ? "right" : "wrong";
    part("verdict").textContent = result.right ? "✔ In Ordnung / right" : "✘ Nicht in Ordnung / not right";
    part("warning").hidden = !result.right || keys.length > 0;
    part("lines").replaceChildren(
      ...result.lines.map((line) => Object.assign(document.createElement("li"), { textContent: line, className: line.startsWith("OK") ? "ok" : "" })),
    );
  };
  const read = async (files) => {
    for (const file of files) {
      try {
        texts[file.name] = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      } catch {
        delete texts[file.name];
      }
    }
    part("given").textContent = Object.keys(texts).sort().join(", ");
    if (["events.ndjson", "heads.json", "keys.json"].every((name) => name in texts)) show();
  };
  part("files").addEventListener("change", (event) => read(event.target.files));
  part("check").addEventListener("click", show);
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    read(event.dataTransfer.files);
  });
}
