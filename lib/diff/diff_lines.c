/*
 * diff_lines.c - see diff_lines.h.
 *
 * Myers, "An O(ND) difference algorithm and its variations", 1986: D edits
 * more reach further along each diagonal k = x - y, so the furthest points of
 * each D are kept, and the path is read back from the end.
 */
#include "diff/diff_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define EDITS 2000
#define CONTEXT 3

struct text {
	const char **line; /* where each begins; one more: the end */
	size_t n;
};

struct edits {
	const struct text *a, *b;
	size_t head, tail; /* lines that both have at the start and end */
	char *gone, *new;  /* of each line of A, of B: it is not in the other */
};

static void split(struct text *t, const struct buf *from)
{
	const char *p = from ? buf_text(from) : "", *end;

	end = p + (from ? from->len : 0);
	t->line = NULL;
	t->n = 0;
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		t->line = mem_grow(t->line, t->n + 2, sizeof(*t->line));
		t->line[t->n++] = p;
		p = stop ? stop + 1 : end;
		t->line[t->n] = p;
	}
}

static size_t length(const struct text *t, size_t i)
{
	return (size_t)(t->line[i + 1] - t->line[i]);
}

static int same(const struct edits *e, size_t i, size_t k)
{
	size_t n = length(e->a, i);

	return n == length(e->b, k) && !memcmp(e->a->line[i], e->b->line[k], n);
}

/* The points of each number of edits D: D + 1 of them, one for each diagonal
 * -D, -D + 2 ... D. */
struct trace {
	long **x;
	long n, m; /* lines between head and tail */
};

static long follow(const struct edits *e, const struct trace *t, long x, long k)
{
	while (x < t->n && x - k < t->m &&
	       same(e, e->head + (size_t)x, e->head + (size_t)(x - k)))
		x++;
	return x;
}

static long reach(const struct trace *t, long d, long k)
{
	return t->x[d][(k + d) / 2];
}

/* Whether the D-th edit on diagonal K takes a line of B. */
static int takes_new(const struct trace *t, long d, long k)
{
	return k == -d ||
	       (k != d && reach(t, d - 1, k - 1) < reach(t, d - 1, k + 1));
}

/* Returns the number of edits, or -1 when they are too many. */
static long search(const struct edits *e, struct trace *t)
{
	for (long d = 0; d <= EDITS; d++) {
		t->x[d] = mem_zero((size_t)d + 1, sizeof(**t->x));
		for (long k = -d; k <= d; k += 2) {
			long x = !d ? 0 :
				 takes_new(t, d, k) ?
				      reach(t, d - 1, k + 1) :
				      reach(t, d - 1, k - 1) + 1;

			x = follow(e, t, x, k);
			t->x[d][(k + d) / 2] = x;
			if (x >= t->n && x - k >= t->m)
				return d;
		}
	}
	return -1;
}

static void read_back(struct edits *e, const struct trace *t, long d)
{
	long x = t->n, y = t->m;

	for (; d > 0; d--) {
		long k = x - y, before;

		if (takes_new(t, d, k)) {
			before = reach(t, d - 1, k + 1);
			y = before - (k + 1);
			e->new[e->head + (size_t)y] = 1;
			x = before;
		} else {
			before = reach(t, d - 1, k - 1);
			x = before;
			y = before - (k - 1);
			e->gone[e->head + (size_t)x] = 1;
		}
	}
}

static void mark(struct edits *e)
{
	size_t n = e->a->n, m = e->b->n;
	struct trace t = { 0 };
	long d;

	while (e->head < n && e->head < m && same(e, e->head, e->head))
		e->head++;
	while (e->tail < n - e->head && e->tail < m - e->head &&
	       same(e, n - 1 - e->tail, m - 1 - e->tail))
		e->tail++;
	t.n = (long)(n - e->head - e->tail);
	t.m = (long)(m - e->head - e->tail);
	t.x = mem_zero(EDITS + 1, sizeof(*t.x));
	d = search(e, &t);
	if (d >= 0) {
		read_back(e, &t, d);
	} else {
		memset(e->gone + e->head, 1, (size_t)t.n);
		memset(e->new + e->head, 1, (size_t)t.m);
	}
	for (long i = 0; i <= EDITS; i++)
		free(t.x[i]);
	free(t.x);
}

static void add_line(struct buf *to, char sign, const struct text *t, size_t i)
{
	size_t n = length(t, i);

	buf_char(to, sign);
	buf_add(to, t->line[i], n);
	if (t->line[i][n - 1] != '\n')
		buf_str(to, "\n\\ No newline at end of file\n");
}

/* A place in both texts. */
struct line_pair {
	size_t x, y;
};

static int at_end(const struct edits *e, struct line_pair p)
{
	return p.x == e->a->n && p.y == e->b->n;
}

static int is_edit(const struct edits *e, struct line_pair p)
{
	return (p.x < e->a->n && e->gone[p.x]) ||
	       (p.y < e->b->n && e->new[p.y]);
}

static void pass_edits(const struct edits *e, struct line_pair *p)
{
	while (p->x < e->a->n && e->gone[p->x])
		p->x++;
	while (p->y < e->b->n && e->new[p->y])
		p->y++;
}

/* The end of the hunk that begins at P: edits with at most twice the context
 * between them, and context behind. */
static struct line_pair hunk_end(const struct edits *e, struct line_pair p)
{
	struct line_pair last = p;
	size_t run = 0;

	while (!at_end(e, p) && run <= 2 * CONTEXT) {
		if (is_edit(e, p)) {
			pass_edits(e, &p);
			last = p;
			run = 0;
		} else {
			p.x++;
			p.y++;
			run++;
		}
	}
	for (run = 0; run < CONTEXT && last.x < e->a->n && last.y < e->b->n &&
		      !is_edit(e, last);
	     run++) {
		last.x++;
		last.y++;
	}
	return last;
}

static void add_range(struct buf *to, char sign, size_t from, size_t n)
{
	buf_printf(to, " %c%zu", sign, n ? from + 1 : from);
	if (n != 1)
		buf_printf(to, ",%zu", n);
}

static void add_hunk(struct buf *to, const struct edits *e,
		     struct line_pair from, struct line_pair end)
{
	struct line_pair p = from;

	buf_str(to, "@@");
	add_range(to, '-', from.x, end.x - from.x);
	add_range(to, '+', from.y, end.y - from.y);
	buf_str(to, " @@\n");
	while (p.x < end.x || p.y < end.y) {
		if (p.x < end.x && e->gone[p.x]) {
			add_line(to, '-', e->a, p.x++);
		} else if (p.y < end.y && e->new[p.y]) {
			add_line(to, '+', e->b, p.y++);
		} else {
			add_line(to, ' ', e->a, p.x++);
			p.y++;
		}
	}
}

static void add_hunks(struct buf *to, const struct edits *e)
{
	struct line_pair p = { 0 }, done = { 0 };

	while (!at_end(e, p)) {
		struct line_pair from = p;

		if (!is_edit(e, p)) {
			p.x++;
			p.y++;
			continue;
		}
		for (size_t i = 0;
		     i < CONTEXT && from.x > done.x && from.y > done.y; i++) {
			from.x--;
			from.y--;
		}
		done = hunk_end(e, p);
		add_hunk(to, e, from, done);
		p = done;
	}
}

void diff_lines(struct buf *to, const char *path, const struct buf *a,
		const struct buf *b)
{
	struct text x, y;
	struct edits e = { .a = &x, .b = &y };

	split(&x, a);
	split(&y, b);
	e.gone = mem_zero(x.n + 1, 1);
	e.new = mem_zero(y.n + 1, 1);
	mark(&e);
	buf_printf(to, "--- %s%s\n+++ %s%s\n", a ? "a/" : "/dev/null",
		   a ? path : "", b ? "b/" : "/dev/null", b ? path : "");
	add_hunks(to, &e);
	free(e.gone);
	free(e.new);
	free(x.line);
	free(y.line);
}
