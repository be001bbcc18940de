/* digest_cache.c - see digest_cache.h. */
#include "store/digest_cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/xxhash.h"
#include "store/durable.h"

/* The file is written and read on one machine, so numbers are stored as they
 * are in memory. */
#define HEADER "xp known 3     \n" /* 16 bytes: the entries are aligned */
#define MAX_KNOWN ((size_t)256 << 20)
#define RACY 3000000000LL /* ns: clocks tick coarsely */

static int64_t ns(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static int by_inode(const void *a, const void *b)
{
	const struct digest_cache_file *x = a, *y = b;

	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	return (x->inode > y->inode) - (x->inode < y->inode);
}

static size_t head_size(void)
{
	return strlen(HEADER) + sizeof(uint64_t);
}

/* A header, the entries, and the hash of both, against accidents. */
static int is_whole(const struct buf *b)
{
	size_t size = sizeof(struct digest_cache_file), head = head_size();
	uint64_t expect = size;
	uint64_t is;

	if (b->len < head + sizeof is || (b->len - head - sizeof is) % size ||
	    memcmp(b->data, HEADER, strlen(HEADER)) ||
	    memcmp(b->data + strlen(HEADER), &expect, sizeof expect))
		return 0;
	is = xxhash_of(b->data, b->len - sizeof is);
	return !memcmp(&is, b->data + b->len - sizeof is, sizeof is);
}

static int is_older(const struct buf *b)
{
	return !strncmp(buf_text(b), "xp known 1\n", 11) ||
	       !strncmp(buf_text(b), "xp known 2\n", 11);
}

int digest_cache_is_damaged(const struct store *s, const char *name)
{
	char *path = store_join(s, name);
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_KNOWN, &ignored);
	int bad = rc < 0 || (rc == 1 && !is_whole(&b) && !is_older(&b));

	buf_release(&b);
	free(path);
	return bad;
}

void digest_cache_load(struct digest_cache_files *k, const struct store *s,
		       const char *name)
{
	size_t size = sizeof *k->list, head = head_size();
	char *path = store_join(s, name);
	struct err ignored = { 0 };
	struct buf b = { 0 };

	memset(k, 0, sizeof *k);
	if (durable_read(&b, path, MAX_KNOWN, &ignored) == 1 && is_whole(&b)) {
		k->n = (b.len - head) / size;
		k->file = b.data;
		k->list = (struct digest_cache_file *)(void *)(b.data + head);
	} else {
		buf_release(&b);
	}
	/* The file was written in order.  If it is not, it is damaged, and a
	 * binary search would fail. */
	for (size_t i = 1; i < k->n; i++)
		if (by_inode(&k->list[i - 1], &k->list[i]) >= 0)
			k->n = 0;
	free(path);
}

const struct digest_cache_file *
digest_cache_find(const struct digest_cache_files *k, const struct stat *st)
{
	struct digest_cache_file want = { .device = st->st_dev,
					  .inode = st->st_ino };
	const struct digest_cache_file *f = NULL;

	if (k->n)
		f = bsearch(&want, k->list, k->n, sizeof *k->list, by_inode);
	if (f && f->size == st->st_size && f->modified == ns(&st->st_mtim) &&
	    f->changed == ns(&st->st_ctim))
		return f;
	return NULL;
}

void digest_cache_add(struct digest_cache_files *k, const struct stat *st,
		      const struct digest *d, uint64_t marks)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (ns(&st->st_mtim) > ns(&now) - RACY ||
	    ns(&st->st_ctim) > ns(&now) - RACY)
		return;
	if (k->nadded == k->cap) {
		k->cap = k->cap ? 2 * k->cap : 64;
		k->added = mem_grow(k->added, k->cap, sizeof *k->added);
	}
	k->added[k->nadded++] = (struct digest_cache_file){
		.device = st->st_dev,
		.inode = st->st_ino,
		.size = st->st_size,
		.modified = ns(&st->st_mtim),
		.changed = ns(&st->st_ctim),
		.marks = marks,
		.digest = *d,
	};
}

/* Merges what was added with what was loaded, each file once. */
static size_t merge(const struct digest_cache_files *k,
		    struct digest_cache_file *to)
{
	size_t i = 0, j = 0, n = 0;

	while (i < k->n || j < k->nadded) {
		int c = i == k->n      ? 1 :
			j == k->nadded ? -1 :
					 by_inode(&k->list[i], &k->added[j]);

		if (c < 0) {
			to[n++] = k->list[i++];
			continue;
		}
		if (!n || by_inode(&to[n - 1], &k->added[j]))
			to[n++] = k->added[j];
		j++;
		i += c == 0;
	}
	return n;
}

/* All that is to be written; K->added gets sorted. */
static void write_all(const struct digest_cache_files *k, struct buf *to)
{
	uint64_t size = sizeof(struct digest_cache_file);
	struct digest_cache_file *all =
		mem_alloc((k->n + k->nadded) * sizeof *all);
	uint64_t hash;
	size_t n;

	qsort(k->added, k->nadded, sizeof *k->added, by_inode);
	n = merge(k, all);
	/* The cache is full: keep only the entries that were used. */
	if (n * size > MAX_KNOWN / 2) {
		struct digest_cache_files fresh = { .added = k->added,
						    .nadded = k->nadded };

		n = merge(&fresh, all);
	}
	buf_str(to, HEADER);
	buf_add(to, &size, sizeof size);
	buf_add(to, all, n * sizeof *all);
	hash = xxhash_of(to->data, to->len);
	buf_add(to, &hash, sizeof hash);
	free(all);
}

void digest_cache_save(const struct digest_cache_files *k,
		       const struct store *s, const char *name)
{
	char *path = store_join(s, name), *dir = store_join(s, "tmp"), *temp;
	struct err ignored = { 0 };
	struct buf b = { 0 };
	int fd = k->nadded ? durable_temp(dir, &temp, &ignored) : -1, bad;

	if (fd >= 0) {
		write_all(k, &b);
		bad = durable_add(fd, b.data, b.len, temp, &ignored);
		if (close(fd) || bad || rename(temp, path) < 0)
			unlink(temp);
		free(temp);
	}
	buf_release(&b);
	free(dir);
	free(path);
}

void digest_cache_release(struct digest_cache_files *k)
{
	free(k->file);
	free(k->added);
	memset(k, 0, sizeof *k);
}
