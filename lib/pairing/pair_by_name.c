/* pair_by_name.c - which source belongs to which target. */
#include "pairing/pair_by_name.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/ref.h"
#include "pairing/name_word.h"

struct keyed {
	char *key; /* NULL: the image has no key */
	const char *ref;
	const char *varied; /* as in struct image_name */
};

struct keyed_side {
	struct keyed *list; /* sorted by key, then by reference */
	size_t n;
};

static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int c = strcmp(x->key ? x->key : "", y->key ? y->key : "");

	return c ? c : strcmp(x->ref, y->ref);
}

static void side_release(struct keyed_side *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->list[i].key);
	free(s->list);
}

static struct keyed_side side_new(const struct image_glob *names)
{
	return (struct keyed_side){
		mem_zero(names->n + 1, sizeof(struct keyed)), names->n
	};
}

/* Gives each image of a side a key, by RULE.  If PLANES is 1, the selection is
 * a part of the key; if a `*` was replaced in it, only what replaced it is. */
static void side_by_word(struct keyed_side *s, const struct image_glob *names,
			 const struct name_word_rule *rule, int side,
			 int planes)
{
	*s = side_new(names);
	for (size_t i = 0; i < names->n; i++) {
		const struct image_name *n = &names->list[i];
		char *key = name_word_take_out(rule, side, n->name, n->stem);
		char *path, *select;

		ref_split_plane(n->ref, &path, &select);
		s->list[i].ref = n->ref;
		s->list[i].varied = n->varied;
		s->list[i].key = mem_printf("%s%s%s", key,
					    *n->varied && *key ? "_" : "",
					    *n->varied ? n->varied :
					    planes     ? select :
							 "");
		free(key);
		free(path);
		free(select);
	}
	qsort(s->list, s->n, sizeof(*s->list), by_key);
}

static void side_by_pattern(struct keyed_side *s,
			    const struct image_glob *names,
			    const struct regex *key)
{
	struct buf b = { 0 };

	*s = side_new(names);
	for (size_t i = 0; i < names->n; i++) {
		char *path, *select, *name;

		s->list[i].ref = names->list[i].ref;
		s->list[i].varied = names->list[i].varied;
		ref_split_plane(names->list[i].ref, &path, &select);
		name = mem_printf("%s%s", path, select);
		if (regex_cut(key, name, &b))
			s->list[i].key = mem_str(buf_text(&b));
		free(path);
		free(select);
		free(name);
	}
	buf_release(&b);
	qsort(s->list, s->n, sizeof(*s->list), by_key);
}

/* Returns how many images from number I on have the same key. */
static size_t run_of(const struct keyed_side *s, size_t i)
{
	const char *key = s->list[i].key;
	size_t k = i;

	if (!key || !*key)
		return 1;
	while (k < s->n && !strcmp(s->list[k].key, key))
		k++;
	return k - i;
}

static void report_unmatched(struct pair_by_name *m, const char *side,
			     const struct keyed *k)
{
	if (!m)
		return;
	if (!k->key || !*k->key)
		strs_take(&m->unmatched,
			  mem_printf("%s '%s' has no key", side, k->ref));
	else
		strs_take(&m->unmatched,
			  mem_printf("%s '%s' (key '%s') has no partner", side,
				     k->ref, k->key));
}

/* Appends at most four of the N references, from number I on, that share a
 * key. */
static void list_refs(struct buf *b, const struct keyed_side *s, size_t i,
		      size_t n)
{
	for (size_t k = i; k < i + n && k < i + 4; k++)
		buf_printf(b, "%s'%s'", k > i ? ", " : "", s->list[k].ref);
	if (n > 4)
		buf_printf(b, " and %zu more", n - 4);
}

static void report_ambiguous(struct pair_by_name *m, const struct keyed_side *s,
			     size_t i, size_t ns, const struct keyed_side *t,
			     size_t j, size_t nt)
{
	struct buf b = { 0 };

	if (!m)
		return;
	buf_printf(&b, "key '%s' is shared by %zu source%s (", s->list[i].key,
		   ns, ns == 1 ? "" : "s");
	list_refs(&b, s, i, ns);
	buf_printf(&b, ") and %zu target%s (", nt, nt == 1 ? "" : "s");
	list_refs(&b, t, j, nt);
	buf_str(&b, ")");
	strs_take(&m->ambiguous, buf_detach(&b));
}

/* Returns the number of AXIS in VARIED ("z0_t03"), or -1 if it has none. */
static long number_of(const char *varied, char axis)
{
	for (const char *at = varied; at && *at;) {
		if (*at == axis)
			return strtol(at + 1, NULL, 10);
		at = strchr(at, '_');
		at = at ? at + 1 : NULL;
	}
	return -1;
}

static int are_apart(const struct keyed *s, const struct keyed *t)
{
	static const char axes[] = { 't', 'z' };

	for (size_t i = 0; i < sizeof(axes); i++) {
		long a = number_of(s->varied, axes[i]);
		long b = number_of(t->varied, axes[i]);

		if (a >= 0 && b >= 0 && a != b)
			return 1;
	}
	return 0;
}

static void add_pair(struct pair_by_name *m, const struct keyed *s,
		     const struct keyed *t)
{
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 64;
		m->list = mem_grow(m->list, m->cap, sizeof(*m->list));
	}
	if (are_apart(s, t) && !m->apart++) {
		m->apart_source = s->ref;
		m->apart_target = t->ref;
	}
	m->list[m->n++] = (struct pair_by_name_row){ mem_str(s->key), s->ref,
						     t->ref };
}

/* Compares two keys; images without a key come first. */
static int compare(const struct keyed *s, const struct keyed *t)
{
	if (!s->key || !*s->key)
		return -1;
	if (!t->key || !*t->key)
		return 1;
	return strcmp(s->key, t->key);
}

/* Walks through both sides in the order of keys and pairs images with equal
 * keys.  Returns the number of pairs; *SHARED: number of keys that several
 * images of a side have.  If M is NULL, only counts. */
static size_t join(struct pair_by_name *m, const struct keyed_side *s,
		   const struct keyed_side *t, size_t *shared)
{
	size_t i = 0, j = 0, pairs = 0;

	*shared = 0;
	while (i < s->n || j < t->n) {
		int c = i == s->n ? 1 :
			j == t->n ? -1 :
				    compare(&s->list[i], &t->list[j]);

		if (c < 0) {
			report_unmatched(m, "source", &s->list[i++]);
		} else if (c > 0) {
			report_unmatched(m, "target", &t->list[j++]);
		} else {
			size_t ns = run_of(s, i), nt = run_of(t, j);

			if (ns == 1 && nt == 1) {
				if (m)
					add_pair(m, &s->list[i], &t->list[j]);
				pairs++;
			} else {
				report_ambiguous(m, s, i, ns, t, j, nt);
				++*shared;
			}
			i += ns;
			j += nt;
		}
	}
	return pairs;
}

static size_t try_rule(struct pair_by_name *m, const struct image_glob *source,
		       const struct image_glob *target,
		       const struct name_word_rule *rule, size_t *shared)
{
	int planes = source->stacks && target->stacks;
	struct keyed_side s, t;
	size_t pairs;

	side_by_word(&s, source, rule, 0, planes);
	side_by_word(&t, target, rule, 1, planes);
	pairs = join(m, &s, &t, shared);
	side_release(&s);
	side_release(&t);
	return pairs;
}

/* Pairs the only source with the only target, whatever their names are. */
static void match_two(struct pair_by_name *m, const struct image_name *source,
		      const struct image_name *target)
{
	struct keyed s = { mem_strn(source->name, source->stem), source->ref,
			   "" };
	struct keyed t = { NULL, target->ref, "" };

	strs_release(&m->unmatched);
	add_pair(m, &s, &t);
	free(s.key);
}

/*
 * Tries equal names first, then whole words, then words cut finely.  Chooses
 * the first way that makes the most pairs; a way that pairs all images ends the
 * search.  If no way makes a pair, chooses one whose keys are shared by several
 * images: for example, two folders contain the same names.
 */
void pair_by_name_by_word(struct pair_by_name *m,
			  const struct image_glob *source,
			  const struct image_glob *target)
{
	size_t all = source->n < target->n ? source->n : target->n;
	size_t doubled, doubles;
	size_t most = try_rule(NULL, source, target, NULL, &doubles), pairs;
	struct name_word_rule best = { 0 }, rule;
	int have = 0;

	for (int way = 0; way < 6 && most < all; way++) {
		if (!name_word_find(&rule, source, target, way / 3, way % 3))
			continue;
		pairs = try_rule(NULL, source, target, &rule, &doubled);
		if (pairs < most ||
		    (pairs == most && (most || doubled <= doubles))) {
			name_word_release(&rule);
			continue;
		}
		name_word_release(&best);
		best = rule;
		most = pairs;
		doubles = doubled;
		have = 1;
	}
	pairs = try_rule(m, source, target, have ? &best : NULL, &doubled);
	if (!pairs && source->n == 1 && target->n == 1)
		match_two(m, &source->list[0], &target->list[0]);
	m->source_word = mem_str(best.word[0].text ? best.word[0].text : "");
	m->target_word = mem_str(best.word[1].text ? best.word[1].text : "");
	name_word_release(&best);
}

void pair_by_name_by_pattern(struct pair_by_name *m,
			     const struct image_glob *source,
			     const struct image_glob *target,
			     const struct regex *key)
{
	struct keyed_side s, t;
	size_t shared;

	side_by_pattern(&s, source, key);
	side_by_pattern(&t, target, key);
	join(m, &s, &t, &shared);
	side_release(&s);
	side_release(&t);
	m->source_word = mem_str("");
	m->target_word = mem_str("");
}

void pair_by_name_report(const struct pair_by_name *m,
			 struct messages *messages)
{
	const char *source = m->source_word, *target = m->target_word;
	struct buf b = { 0 };

	buf_printf(&b, "%zu pair%s", m->n, m->n == 1 ? "" : "s");
	if (*source && *target)
		buf_printf(&b, ", paired by replacing '%s' with '%s'", source,
			   target);
	else if (*source || *target)
		buf_printf(&b, ", paired by leaving '%s' out of %s names",
			   *source ? source : target,
			   *source ? "source" : "target");
	if (m->n)
		buf_printf(&b, "; example key: '%s'", m->list[0].key);
	messages_take(messages, MESSAGE_INFO, buf_detach(&b));
}

void pair_by_name_warn(const struct pair_by_name *m, struct messages *messages)
{
	if (m->apart)
		messages_warn(messages,
			      "--key pairs %zu image%s with %s of another "
			      "frame or slice, such as '%s' with '%s': have it "
			      "match the number of the frame or slice, too, as "
			      "'(t=[0-9]+)' does",
			      m->apart, m->apart == 1 ? "" : "s",
			      m->apart == 1 ? "one" : "those", m->apart_source,
			      m->apart_target);
}

void pair_by_name_release(struct pair_by_name *m)
{
	for (size_t i = 0; i < m->n; i++)
		free(m->list[i].key);
	free(m->list);
	strs_release(&m->unmatched);
	strs_release(&m->ambiguous);
	free(m->source_word);
	free(m->target_word);
	memset(m, 0, sizeof(*m));
}
