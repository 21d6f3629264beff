// Where no report has a word, Pagefind searches for what the word begins with, down to its first letter, which many
// languages have as a word (https://github.com/Pagefind/pagefind/issues/780).
export * from "../pagefind/pagefind.js";
import { search as begun } from "../pagefind/pagefind.js";

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const ARABIC = /^[\u0620-\u065f\u0670-\u06d3]+$/;
const MOST_FORMS = 8;
const letters = (text) => [...text.replace(/[^\p{L}\p{M}\p{N}]/gu, "")].length;

// The consonants that the forms of an Arabic word share: an article, particles, endings, long vowels and the letters
// that plurals and nouns of place begin with are left out. مدارس, المدرسة: درس.
const plain = (word) => word.replace(/[\u0640\u064b-\u065f\u0670]/g, "").replace(/[أإآٱ]/g, "ا").replace(/ى/g, "ي");
const consonants = (word) => {
  const bare = plain(word).replace(/^[وف]?(?:[بك]?ال|لل)(?=..)/, "").replace(/(?:يات|ات|ون|ين|ان|هم|ها|ية|ة|ه|ي)$/, (end, at) => (at > 1 ? "" : end));
  const strong = bare[0] + bare.slice(1).replace(/[اويءؤئ]/g, "");
  const inner = strong.replace(/^[مت](?=...)/, "").replace(/^ا(?=...)/, "");
  return inner.length > 2 || bare.length > 3 ? inner : "";
};

// A lectrice is a lecteur, which the stems of French do not join.
const GENDERS = /(?:trice|teur)(?=s?$)/;
const isFrench = document.documentElement.lang.startsWith("fr");

let forms = null;
const formsOf = async (word) => {
  if (isFrench && GENDERS.test(word)) return [word.replace(GENDERS, (end) => (end === "teur" ? "trice" : "teur"))];
  if (!ARABIC.test(word)) return [];
  forms ??= fetch(new URL("arabic.json", import.meta.url)).then((answer) => answer.json()).catch(() => []).then(Map.groupBy ? (all) => Map.groupBy(all, consonants) : () => new Map());
  const key = consonants(word);
  return key ? ((await forms).get(key) ?? []).filter((form) => form !== word) : [];
};

// Yields the query with other forms of its Arabic words.
const otherwise = async (query) => {
  const words = query.split(/\s+/).filter(Boolean);
  const choices = await Promise.all(words.map(async (word) => [word, ...(await formsOf(word))]));
  const all = choices.reduce((begins, choice) => begins.flatMap((begin) => choice.map((word) => [...begin, word])).slice(0, MOST_FORMS + 1), [[]]);
  return all.map((row) => row.join(" ")).filter((row) => row !== words.join(" "));
};

// Nothing is found where what the first result shows for a word of the query has less than half of its letters.
const searched = async (query, options) => {
  const answer = await begun(query, options);
  if (!query || !answer.results.length) return answer;
  const { excerpt } = await answer.results[0].data();
  const shown = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/gs)].map((mark) => letters(mark[1]));
  const words = query.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => !UNSPACED.test(word));
  const lost = shown.length && words.some((word) => Math.max(...shown) * 2 < letters(word));
  return lost ? { ...answer, results: [] } : answer;
};

export async function search(query, options) {
  const answer = await searched(query, options);
  const others = query ? await otherwise(query) : [];
  const results = new Map(answer.results.map((result) => [result.id, result]));
  for (const other of others) for (const result of (await searched(other, options)).results) if (!results.has(result.id)) results.set(result.id, result);
  return { ...answer, results: [...results.values()], unfilteredResultCount: Math.max(answer.unfilteredResultCount ?? 0, results.size) };
}
