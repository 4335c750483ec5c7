/** The word list: phrases that plain technical English does not need, each with a reason and a better choice. */

export interface Rule {
  /** Finds the phrase; words are separated by `\s+`, since prose wraps. */
  readonly pattern: RegExp;
  readonly better: string;
  readonly reason: string;
}

const NO_PEOPLE = 'a sentence about a machine names the machine, not people';
const SUBJECT_FIRST = 'a sentence starts with its subject';

export const RULES: readonly Rule[] = [
  // People where there are none. The Unix user of that name is a user.
  {
    pattern: /(?<!user )\bnobody\b/i,
    better: 'name what is missing: "no echo service answered"',
    reason: NO_PEOPLE,
  },
  {
    pattern: /\bsomebody\b(?!\s+else's)/i,
    better: 'someone, or name the role: the user, the reader',
    reason: NO_PEOPLE,
  },
  { pattern: /\bsomebody\s+else's\b/i, better: "third-party, another project's", reason: NO_PEOPLE },
  { pattern: /\bwhoever\b/i, better: 'anyone who, a user who, if you', reason: NO_PEOPLE },
  {
    pattern: /\b(says|said|say)\s+(EC2|IAM|AWS)\b/,
    better: 'according to EC2, EC2 confirms',
    reason: SUBJECT_FIRST,
  },
  { pattern: /\btestimon(y|ies)\b/i, better: 'witness, evidence', reason: 'one word for one thing' },
  {
    pattern: /\btold\b(?!\s+(apart|otherwise)\b)/i,
    better: 'reported, given, set, distinguished',
    reason: 'programs report, set and pass things; they do not tell them',
  },
  {
    pattern: /\btells?\s+(nobody|somebody|nothing|it|them|of|as)\b(?!\s+(apart|from))/i,
    better: 'reports, shows, sends a mail',
    reason: 'programs report, set and pass things; they do not tell them',
  },
  { pattern: /\bplay(s|ed|ing)?\b/i, better: 'emulate, serve; a stand-in', reason: 'one word for one thing' },

  // A verb and "not" instead of a negated noun. "There is no such file" and "is no longer" are fine.
  {
    pattern:
      /(?<!\bthere\s+)(?<!\bthere\s+(can|may|must|will|would|should)\s+)\b(is|are|was|were|be)\s+no\s+(?!longer\b|more\b|less\b|fewer\b|other\s+than\b)(?=[\w"'`])/i,
    better: 'is not a, does not, has no',
    reason: 'negate the verb, not the noun: "it is not a valid URL"',
  },
  {
    pattern: /\b(is|are|was|were|has|have|had)\s+none\s+of\b|\bnone\s+of\s+(ours|yours|theirs|its)\b/i,
    better: 'is not one of, has no',
    reason: 'negate the verb, not the noun',
  },

  // Archaic or literal turns.
  { pattern: /\bin\s+(the|its|their)\s+place\s+of\b/i, better: 'instead of', reason: 'archaic' },
  {
    pattern: /\bbut\s+for\b(?!\s+(that|this|the)\s+reason)/i,
    better: 'except for, without',
    reason: 'archaic',
  },
  {
    pattern: /\b(for|only|the|from)\s+want\s+of\b/i,
    better: 'because … is missing, without',
    reason: 'archaic',
  },
  { pattern: /\bmend(s|ed|ing)?\b/i, better: 'fix', reason: 'one word for one thing' },
  { pattern: /\bcur(e|es|ed|ing)\b/i, better: 'fix', reason: 'one word for one thing' },
  { pattern: /\breckon(s|ed|ing)?\b/i, better: 'estimate, calculate, count on', reason: 'archaic' },
  { pattern: /\bwhich\s+is\s+what\b/i, better: 'two sentences, or name the thing', reason: 'no antecedent' },
  {
    pattern: /(?<!\b(let|stands?)\s+)(?<!\b(leave|leaves|leaving|left)\s+(\S+\s+){0,3})\balone\b/i,
    better: 'only; by itself',
    reason: '"IPv6 only", not "IPv6 alone"',
  },
  {
    pattern: /\bof\s+(yours|ours|theirs|mine|hers)\b/i,
    better: 'your, our, their',
    reason: 'the possessive is shorter',
  },
  { pattern: /\bby\s+which\s+way\b/i, better: 'which path', reason: 'one word for one thing' },
  { pattern: /\bOf\s/, better: 'start with the subject', reason: SUBJECT_FIRST },
  {
    pattern: /\bcannot\s+be(?=\s*[.,;:])/i,
    better: 'say which verb: cannot exist, cannot share a name',
    reason: 'no predicate',
  },
  { pattern: /%#/, better: 'a name that says the case', reason: 'a number does not name a case' },
];
