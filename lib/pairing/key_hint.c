/* key_hint.c - which --key pairs images.  See key_hint.h. */
#include "pairing/key_hint.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

struct side_words {
	struct words *list;
	size_t n;
};

static int cut_all(struct side_words *to, const struct image_glob *names,
		   int fine)
{
	int fits = 1;

	to->list = mem_zero(names->n + 1, sizeof(*to->list));
	for (; fits && to->n < names->n; to->n++)
		fits = cut(&to->list[to->n], &names->list[to->n], fine);
	return fits;
}

static void release_all(struct side_words *side)
{
	for (size_t i = 0; i < side->n; i++)
		release(&side->list[i]);
	free(side->list);
}

static int same_kind(const struct words *a, const struct words *b, int fine)
{
	if (a->n != b->n || strcmp(a->before[a->n], b->before[b->n]))
		return 0;
	for (size_t i = 0; i < a->n; i++)
		if (strcmp(a->before[i], b->before[i]) ||
		    (fine && is_digit(*a->word[i]) != is_digit(*b->word[i])))
			return 0;
	return 1;
}

/* Returns 1 if word I takes several values, and the same ones on both sides. */
static int is_shared(const struct side_words *a, const struct side_words *b,
		     size_t i)
{
	struct strs one = { 0 }, other = { 0 };
	size_t both = 0, all = 0;

	for (size_t k = 0; k < a->n; k++)
		strs_add(&one, a->list[k].word[i]);
	for (size_t k = 0; k < b->n; k++)
		strs_add(&other, b->list[k].word[i]);
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

/* Appends an expression that matches SEPARATORS and nothing else. */
static void add_separators(struct buf *to, const char *separators)
{
	for (; *separators; separators++)
		if (strchr("_-/ ,", *separators))
			buf_char(to, *separators);
		else if (*separators == '^')
			buf_str(to, "\\^");
		else
			buf_printf(to, "[%c]", *separators);
}

/* Returns an expression for a word: characters that do not separate words. */
static char *word_class(const struct words *w)
{
	struct buf b = { 0 };

	buf_str(&b, "[^/.");
	for (size_t i = 0; i <= w->n; i++)
		for (const char *c = w->before[i]; *c; c++)
			if (*c != '-' && !strchr(buf_text(&b), *c))
				buf_char(&b, *c);
	/* "-" comes last in the brackets, where it does not mean a range. */
	for (size_t i = 0; i <= w->n; i++)
		if (strchr(w->before[i], '-')) {
			buf_char(&b, '-');
			break;
		}
	buf_str(&b, "]+");
	return buf_detach(&b);
}

static void build(struct buf *to, const struct words *w, const int *shared,
		  int fine)
{
	char *class = word_class(w);
	size_t i = 0;

	while (!shared[i])
		i++;
	if (i)
		add_separators(to, w->before[i]);
	for (size_t first = i; i < w->n; i++) {
		const char *one = !fine			? class :
				  is_digit(*w->word[i]) ? "[0-9]+" :
							  "[^/.0-9]+";

		if (i > first)
			add_separators(to, w->before[i]);
		buf_printf(to, shared[i] ? "(%s)" : "%s", one);
	}
	add_separators(to, w->before[w->n]);
	buf_str(to, "[.][^/]*$");
	free(class);
}

/* Returns 1 if EXPRESSION gives each image of the smaller side one partner. */
static int pairs_all(const struct image_glob *source,
		     const struct image_glob *target, const char *expression)
{
	size_t all = source->n < target->n ? source->n : target->n;
	struct pair_by_name m = { 0 };
	struct regex key = { 0 };
	struct err err = { 0 };
	int good = !strchr(expression, '\'') &&
		   regex_compile(&key, expression, &err) == 0;

	if (good) {
		pair_by_name_by_pattern(&m, source, target, &key);
		good = m.n == all && !m.ambiguous.n;
	}
	pair_by_name_release(&m);
	regex_release(&key);
	return good;
}

static int propose(const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   struct buf *expression)
{
	struct side_words s = { 0 }, t = { 0 };
	int shared[WORDS_MAX] = { 0 }, any = 0;
	int fits = cut_all(&s, source, fine) && cut_all(&t, target, fine);

	for (size_t i = 0; fits && i < s.n; i++)
		fits = same_kind(&s.list[0], &s.list[i], fine);
	for (size_t i = 0; fits && i < t.n; i++)
		fits = same_kind(&s.list[0], &t.list[i], fine);
	for (size_t i = 0; fits && i < s.list[0].n; i++)
		any |= shared[i] = is_shared(&s, &t, i);
	buf_clear(expression);
	if (any)
		build(expression, &s.list[0], shared, fine);
	release_all(&s);
	release_all(&t);
	return any && pairs_all(source, target, buf_text(expression));
}

/* Proposes the frame or the slice alone.  The channels of one frame may lie in
 * several files of a set. */
static int propose_numbers(const struct image_glob *source,
			   const struct image_glob *target,
			   struct buf *expression)
{
	static const char *const number[] = { "(t=[0-9]+)", "(z=[0-9]+)",
					      "(z=[0-9]+,t=[0-9]+)",
					      "(t=[0-9]+,z=[0-9]+)" };

	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (pairs_all(source, target, number[i])) {
			buf_clear(expression);
			buf_str(expression, number[i]);
			return 1;
		}
	return 0;
}

int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression)
{
	return source->n && target->n &&
	       (propose(source, target, 0, expression) ||
		propose(source, target, 1, expression) ||
		propose_numbers(source, target, expression));
}
