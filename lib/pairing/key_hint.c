/* key_hint.c - which --key pairs images.  See key_hint.h. */
#include "pairing/key_hint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "base/strs.h"
#include "pairing/pair_by_name.h"
#include "pairing/regex.h"

enum { WORDS_MAX = 64 };

struct words { /* the words of a name, and the separators between them */
	char *word[WORDS_MAX];
	/* the separators before each word, and after the last */
	char *before[WORDS_MAX + 1];
	size_t n;
};

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Cuts a name into words; if FINE is 1, also between letters and digits.
 * Returns 0 if there are too many words. */
static int cut(struct words *to, const struct image_name *name, int fine)
{
	const char *text = name->name;
	size_t i = 0, start;

	to->n = 0;
	while (to->n < WORDS_MAX) {
		for (start = i; i < name->stem && !is_word(text[i]); i++)
			;
		to->before[to->n] = mem_strn(text + start, i - start);
		if (i == name->stem)
			return 1;
		for (start = i;
		     i < name->stem && is_word(text[i]) &&
		     (!fine || is_digit(text[i]) == is_digit(text[start]));
		     i++)
			;
		to->word[to->n++] = mem_strn(text + start, i - start);
	}
	to->before[to->n] = mem_str("");
	return 0;
}

static void release(struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		free(w->word[i]);
	for (size_t i = 0; i <= w->n; i++)
		free(w->before[i]);
}

/* The words of all names, the N sources first.  Names may differ in their
 * number of words; so the first LEFT words are counted from the left, and the
 * last RIGHT words from the right.  What lies between is not compared. */
struct name_words {
	struct words *list;
	size_t n, sources;
	int fine;
	size_t fewest; /* words of the shortest name */
	/* the most words from the left, and from the right, that all names
	 * separate by the same characters */
	size_t most_left, most_right;
	int alike; /* 1: names have the same number of words, and separators */
	size_t left, right;
	/* 1 for each word that is a part of the key */
	int from_left[WORDS_MAX], from_right[WORDS_MAX];
};

static int cut_side(struct name_words *w, const struct image_glob *names)
{
	int fits = 1;

	for (size_t i = 0; fits && i < names->n; i++)
		fits = cut(&w->list[w->n++], &names->list[i], w->fine);
	return fits;
}

static void release_all(struct name_words *w)
{
	for (size_t i = 0; i < w->n; i++)
		release(&w->list[i]);
	free(w->list);
}

/* Returns word I of a name, counted from the left or from the right. */
static const char *word_of(const struct words *w, size_t i, int from_right)
{
	return w->word[from_right ? w->n - 1 - i : i];
}

/* Returns 1 if word I of both names comes after the same separators and, if
 * words are cut finely, is of one kind. */
static int same_place(const struct words *a, const struct words *b, size_t i,
		      int from_right, int fine)
{
	const char *x = a->before[from_right ? a->n - 1 - i : i];
	const char *y = b->before[from_right ? b->n - 1 - i : i];

	return !strcmp(x, y) &&
	       (!fine || is_digit(*word_of(a, i, from_right)) ==
				 is_digit(*word_of(b, i, from_right)));
}

/* Compares all names with the first one. */
static void align(struct name_words *w)
{
	const struct words *first = &w->list[0];

	w->fewest = w->most_left = w->most_right = first->n;
	w->alike = 1;
	for (size_t k = 1; k < w->n; k++) {
		const struct words *other = &w->list[k];
		size_t i = 0, j = 0;

		if (other->n < w->fewest)
			w->fewest = other->n;
		while (i < w->most_left && i < other->n &&
		       same_place(first, other, i, 0, w->fine))
			i++;
		if (!strcmp(first->before[first->n], other->before[other->n]))
			while (j < w->most_right && j < other->n &&
			       same_place(first, other, j, 1, w->fine))
				j++;
		w->most_left = i;
		w->most_right = j;
		w->alike &= other->n == first->n && i == first->n &&
			    j == first->n;
	}
}

/* Returns 1 if word I takes several values, and the same ones on both sides. */
static int is_shared(const struct name_words *w, size_t i, int from_right)
{
	struct strs one = { 0 }, other = { 0 };
	size_t both = 0, all = 0;

	for (size_t k = 0; k < w->n; k++)
		strs_add(k < w->sources ? &one : &other,
			 word_of(&w->list[k], i, from_right));
	strs_sort(&one);
	strs_sort(&other);
	for (size_t k = 0; k < one.n; k++) {
		if (k && !strcmp(one.at[k - 1], one.at[k]))
			continue;
		all++;
		both += strs_find(&other, one.at[k]) >= 0;
	}
	strs_release(&one);
	strs_release(&other);
	return both > 1 && 2 * both > all;
}

/* Finds the words that have the same values on both sides, and counts as many
 * words from the left as finds the most of them.  Returns their number. */
static size_t find_shared(struct name_words *w)
{
	size_t most = 0, best = w->most_left;

	for (size_t i = 0; i < w->most_left; i++)
		w->from_left[i] = is_shared(w, i, 0);
	for (size_t i = 0; i < w->most_right; i++)
		w->from_right[i] = is_shared(w, i, 1);
	for (size_t left = w->most_left + 1; left-- > 0;) {
		size_t rest = w->fewest - left, n = 0;

		for (size_t i = 0; i < left; i++)
			n += (size_t)w->from_left[i];
		for (size_t i = 0; i < rest && i < w->most_right; i++)
			n += (size_t)w->from_right[i];
		if (n > most) {
			most = n;
			best = left;
		}
	}
	w->left = best;
	w->right = w->alike ? 0 : min(w->fewest - best, w->most_right);
	return most;
}

/* Appends an expression that matches SEPARATORS and nothing else. */
static void add_separators(struct buf *to, const char *separators)
{
	for (; *separators; separators++)
		if (strchr("_-/ ,", *separators))
			buf_char(to, *separators);
		else if (*separators == '^')
			buf_str(to, "\\^");
		else if (*separators == '\'') /* it ends a word of the shell */
			buf_char(to, '.');
		else
			buf_printf(to, "[%c]", *separators);
}

/* Returns an expression for one character of a word: none that separates words
 * and, if DIGITS is 0, no digit. */
static char *word_class(const struct name_words *w, int digits)
{
	struct buf all = { 0 }, b = { 0 };

	for (size_t k = 0; k < w->n; k++)
		for (size_t i = 0; i <= w->list[k].n; i++)
			for (const char *c = w->list[k].before[i]; *c; c++)
				if (!strchr("./'", *c) &&
				    !strchr(buf_text(&all), *c))
					buf_char(&all, *c);
	/* "]" comes first in the brackets and "-" last, where they mean
	 * themselves; "[" must not come before ".", ":" or "=". */
	buf_printf(&b, "[^%s/.", strchr(buf_text(&all), ']') ? "]" : "");
	for (const char *c = buf_text(&all); *c; c++)
		if (!strchr("[]-", *c))
			buf_char(&b, *c);
	buf_printf(&b, "%s%s%s]", digits ? "" : "0-9",
		   strchr(buf_text(&all), '[') ? "[" : "",
		   strchr(buf_text(&all), '-') ? "-" : "");
	buf_release(&all);
	return buf_detach(&b);
}

/* Appends the words of the first name from number I to the one before END. */
static void add_words(struct buf *to, const struct name_words *w, size_t i,
		      size_t end)
{
	const struct words *name = &w->list[0];
	char *any = word_class(w, 1), *letters = word_class(w, 0);

	for (; i < end; i++) {
		int in_key = i < w->left ? w->from_left[i] :
					   w->from_right[name->n - 1 - i];
		const char *class = !w->fine		     ? any :
				    is_digit(*name->word[i]) ? "[0-9]" :
							       letters;

		if (i)
			add_separators(to, name->before[i]);
		buf_printf(to, in_key ? "(%s+)" : "%s+", class);
	}
	free(any);
	free(letters);
}

/* Makes an expression of all words from the first to the last one of the key,
 * except those in the middle, which are not compared. */
static void build(struct buf *to, const struct name_words *w)
{
	const struct words *name = &w->list[0];
	size_t first = 0, left = w->left, right = w->right;

	buf_clear(to);
	while (left && !w->from_left[left - 1])
		left--;
	while (right && !w->from_right[right - 1])
		right--;
	while (first < left && !w->from_left[first])
		first++;
	if (w->alike) {
		add_words(to, w, first, name->n);
	} else {
		add_words(to, w, 0, left);
		if (left)
			buf_str(to, "[^/]*");
		add_words(to, w, name->n - right, name->n);
	}
	if (w->alike || right) {
		add_separators(to, name->before[name->n]);
		buf_str(to, "[.][^/]*");
	}
	buf_char(to, '$');
}

/* Returns 1 if the key's expression gives each image of the smaller side one
 * partner, of the same frame and slice. */
static int pairs_all(const struct image_glob *source,
		     const struct image_glob *target, struct key_hint *to)
{
	size_t all = source->n < target->n ? source->n : target->n;
	struct pair_by_name m = { 0 };
	struct regex key = { 0 };
	struct err err = { 0 };
	int good = regex_compile(&key, buf_text(&to->expression), &err) == 0;

	if (good) {
		pair_by_name_by_pattern(&m, source, target, &key);
		good = m.n == all && !m.ambiguous.n && !m.apart;
		buf_clear(&to->example);
		if (good)
			buf_printf(&to->example, "'%s' with '%s'",
				   m.list[0].source, m.list[0].target);
	}
	pair_by_name_release(&m);
	regex_release(&key);
	return good;
}

static const char *const numbers[] = { "(t=[0-9]+)", "(z=[0-9]+)",
				       "(z=[0-9]+,t=[0-9]+)",
				       "(t=[0-9]+,z=[0-9]+)" };

enum { NUMBERS = sizeof(numbers) / sizeof(*numbers) };

/* Makes a key of the words that are in it or, where that does not pair all and
 * the selections have numbers, of these words and a number. */
static int build_and_try(struct key_hint *to, const struct name_words *w,
			 const struct image_glob *source,
			 const struct image_glob *target)
{
	static const char end[] = "[.][^/]*$";
	size_t len;

	build(&to->expression, w);
	len = to->expression.len;
	if (pairs_all(source, target, to))
		return 1;
	if (!*source->list[0].varied || len < sizeof(end) ||
	    !strchr(to->expression.data, '(') ||
	    strcmp(to->expression.data + len - strlen(end), end))
		return 0;
	for (size_t i = 0; i < NUMBERS; i++) {
		build(&to->expression, w);
		to->expression.len = len - 1; /* without the "$" */
		buf_printf(&to->expression, "%s[^/]*$", numbers[i]);
		if (pairs_all(source, target, to))
			return 1;
	}
	return 0;
}

/* Makes a key of all shared words or, where that does not pair all, of all but
 * one of them: minutes are the same on both sides but for a few images. */
static int build_some(struct key_hint *to, struct name_words *w,
		      const struct image_glob *source,
		      const struct image_glob *target)
{
	int good;

	good = build_and_try(to, w, source, target);
	for (size_t i = 0; !good && i < w->left + w->right; i++) {
		int *in_key = i < w->left ? &w->from_left[i] :
					    &w->from_right[i - w->left];

		if (!*in_key)
			continue;
		*in_key = 0;
		good = build_and_try(to, w, source, target);
		*in_key = 1;
	}
	return good;
}

static int propose(const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   struct key_hint *to)
{
	struct name_words w = { .sources = source->n, .fine = fine };
	size_t shared = 0;
	int good = 0;

	w.list = mem_zero(source->n + target->n, sizeof(*w.list));
	if (cut_side(&w, source) && cut_side(&w, target)) {
		align(&w);
		shared = find_shared(&w);
	}
	if (shared)
		good = build_some(to, &w, source, target);
	release_all(&w);
	return good;
}

/* Proposes the frame or the slice alone.  The channels of one frame may lie in
 * several files of a set. */
static int propose_numbers(const struct image_glob *source,
			   const struct image_glob *target, struct key_hint *to)
{
	for (size_t i = 0; i < NUMBERS; i++) {
		buf_clear(&to->expression);
		buf_str(&to->expression, numbers[i]);
		if (pairs_all(source, target, to))
			return 1;
	}
	return 0;
}

int key_hint(struct key_hint *to, const struct image_glob *source,
	     const struct image_glob *target)
{
	return source->n && target->n &&
	       (propose(source, target, 0, to) ||
		propose(source, target, 1, to) ||
		propose_numbers(source, target, to));
}

void key_hint_release(struct key_hint *hint)
{
	buf_release(&hint->expression);
	buf_release(&hint->example);
}
