// Where no report has a word, Pagefind searches for what the word begins with, down to its first letter, which many
// languages have as a word (https://github.com/Pagefind/pagefind/issues/780).
export * from "../pagefind/pagefind.js";
import { search as begun } from "../pagefind/pagefind.js";

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const letters = (text) => [...text.replace(/[^\p{L}\p{M}\p{N}]/gu, "")].length;

// Nothing is found where what the first result shows for a word of the query has less than half of its letters.
export async function search(query, options) {
  const found = await begun(query, options);
  if (!query || !found.results.length) return found;
  const { excerpt } = await found.results[0].data();
  const shown = [...excerpt.matchAll(/<mark>(.*?)<\/mark>/gs)].map((one) => letters(one[1]));
  const words = query.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => !UNSPACED.test(word));
  const lost = shown.length && words.some((word) => Math.max(...shown) * 2 < letters(word));
  return lost ? { ...found, results: [] } : found;
}
