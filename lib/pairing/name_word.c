/*
 * name_word.c - the word that tells the source images from the targets.
 * See name_word.h.
 *
 * Each (place, text) is counted once a name in a hash table, so the time
 * grows with the number of words only.
 */
#include "pairing/name_word.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WORDS_MAX = 64 }; /* further words of a name are ignored */

struct word_span {
	size_t start, len;
};

struct word_count {
	const char *text;
	size_t len, index;
	/* last: the number, from 1, of the name that had it last */
	size_t names[2], last[2];
};

struct word_table {
	struct word_count *slot;
	size_t size, used; /* SIZE is a power of 2 */
};

/* Returns 0 for a separator, 1 for a letter (or a byte of one), 2 for a
 * digit. */
static int class_of(char c)
{
	if (c >= '0' && c <= '9')
		return 2;
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0x80;
}

static size_t cut(const char *name, size_t n, int fine,
		  struct word_span span[WORDS_MAX])
{
	size_t words = 0, i = 0;

	while (i < n && words < WORDS_MAX) {
		int first = class_of(name[i]);
		size_t start = i;

		while (i < n && class_of(name[i]) &&
		       (!fine || class_of(name[i]) == first))
			i++;
		if (i > start)
			span[words++] = (struct word_span){ start, i - start };
		else
			i++;
	}
	return words;
}

static size_t index_of(enum name_word_place place, size_t i, size_t words)
{
	switch (place) {
	case NAME_WORD_FROM_LEFT:
		return i;
	case NAME_WORD_FROM_RIGHT:
		return words - 1 - i;
	case NAME_WORD_ANYWHERE:
		break;
	}
	return 0;
}

/* The hash FNV-1a. */
static uint64_t hash(const char *text, size_t len, size_t index)
{
	uint64_t h = 0xcbf29ce484222325u ^ index;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
	return h ^ h >> 29;
}

static struct word_count *find_slot(const struct word_table *t,
				    const char *text, size_t len, size_t index)
{
	size_t i = hash(text, len, index) & (t->size - 1);
	struct word_count *c;

	for (;; i = (i + 1) & (t->size - 1)) {
		c = &t->slot[i];
		if (!c->text || (c->index == index && c->len == len &&
				 !memcmp(c->text, text, len)))
			return c;
	}
}

static void grow(struct word_table *t)
{
	struct word_table old = *t;

	t->size = old.size ? 2 * old.size : 1024;
	t->slot = mem_zero(t->size, sizeof(*t->slot));
	for (size_t i = 0; i < old.size; i++) {
		struct word_count *c = &old.slot[i];

		if (c->text)
			*find_slot(t, c->text, c->len, c->index) = *c;
	}
	free(old.slot);
}

static void count_word(struct word_table *t, const char *text, size_t len,
		       size_t index, int side, size_t name)
{
	struct word_count *c;

	if (2 * t->used >= t->size)
		grow(t);
	c = find_slot(t, text, len, index);
	if (!c->text) {
		c->text = text;
		c->len = len;
		c->index = index;
		t->used++;
	}
	if (c->last[side] != name)
		c->names[side]++;
	c->last[side] = name;
}

static void count_side(struct word_table *t, const struct image_glob *names,
		       int side, int fine, enum name_word_place place)
{
	struct word_span span[WORDS_MAX];

	for (size_t i = 0; i < names->n; i++) {
		const struct image_name *name = &names->list[i];
		size_t words = cut(name->name, name->stem, fine, span);

		for (size_t k = 0; k < words; k++)
			count_word(t, name->name + span[k].start, span[k].len,
				   index_of(place, k, words), side, i + 1);
	}
}

/* Words that may mark a side: most of its names have them in one place, and no
 * name of the other side has them there. */
struct candidates {
	const struct word_count *list[WORDS_MAX];
	size_t n;
};

static void pick(const struct word_table *t, int side, size_t names,
		 struct candidates *to)
{
	to->n = 0;
	for (size_t i = 0; i < t->size && to->n < WORDS_MAX; i++) {
		const struct word_count *c = &t->slot[i];

		if (c->text && !c->names[!side] && 2 * c->names[side] > names)
			to->list[to->n++] = c;
	}
}

/*
 * Chooses the one place where both sides have a candidate.  If there is none,
 * chooses the only candidate of all.  If there are several such places, returns
 * 0: nobody can know which names belong together.
 */
static int choose(const struct candidates *s, const struct candidates *t,
		  const struct word_count *word[2])
{
	size_t both = 0;

	word[0] = word[1] = NULL;
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < t->n; k++)
			if (s->list[i]->index == t->list[k]->index) {
				word[0] = s->list[i];
				word[1] = t->list[k];
				both++;
			}
	if (both)
		return both == 1;
	if (s->n + t->n != 1)
		return 0;
	if (s->n)
		word[0] = s->list[0];
	else
		word[1] = t->list[0];
	return 1;
}

int name_word_find(struct name_word_rule *rule, const struct image_glob *source,
		   const struct image_glob *target, int fine,
		   enum name_word_place place)
{
	struct candidates s, t;
	const struct word_count *word[2];
	struct word_table table = { 0 };
	int found;

	*rule = (struct name_word_rule){ .fine = fine, .place = place };
	count_side(&table, source, 0, fine, place);
	count_side(&table, target, 1, fine, place);
	pick(&table, 0, source->n, &s);
	pick(&table, 1, target->n, &t);
	found = choose(&s, &t, word);
	for (int i = 0; found && i < 2; i++)
		if (word[i])
			rule->word[i] = (struct word){ mem_strn(word[i]->text,
								word[i]->len),
						       word[i]->index };
	free(table.slot);
	return found;
}

void name_word_release(struct name_word_rule *rule)
{
	free(rule->word[0].text);
	free(rule->word[1].text);
	memset(rule, 0, sizeof(*rule));
}

/* Returns the index of the word to be taken out, or WORDS if there is none. */
static size_t find_in(const struct name_word_rule *rule, const struct word *w,
		      const char *name, const struct word_span *span,
		      size_t words)
{
	size_t len = w->text ? strlen(w->text) : 0, i;

	for (i = 0; len && i < words; i++)
		if (index_of(rule->place, i, words) == w->index &&
		    span[i].len == len &&
		    !memcmp(name + span[i].start, w->text, len))
			return i;
	return words;
}

char *name_word_take_out(const struct name_word_rule *rule, int side,
			 const char *name, size_t n)
{
	struct word_span span[WORDS_MAX];
	size_t words, i, from, to;

	if (!rule)
		return mem_strn(name, n);
	words = cut(name, n, rule->fine, span);
	i = find_in(rule, &rule->word[side], name, span, words);
	if (i == words)
		return mem_strn(name, n);
	from = span[i].start;
	to = from + span[i].len;
	if (from && class_of(name[from - 1]))
		; /* in "s1c1_x" the separator belongs to another word */
	else if (to < n && !class_of(name[to]) && i + 1 < words)
		to = span[i + 1].start;
	else if (to == n || !class_of(name[to]))
		from = i ? span[i - 1].start + span[i - 1].len : 0;
	return mem_printf("%.*s%.*s", (int)from, name, (int)(n - to),
			  name + to);
}
