/*
 * capture.c - see capture.h.
 */
#include "app/capture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/durable.h"

int capture_begin(struct capture *c, const char *path, uint64_t head,
		  uint64_t tail, struct err *err)
{
	memset(c, 0, sizeof *c);
	c->fd = durable_create(path, err);
	if (c->fd < 0)
		return -1;
	c->path = mem_str(path);
	c->head = head;
	c->tail = tail;
	c->ring = tail ? mem_alloc(tail) : NULL;
	c->hash = digest_new();
	return 0;
}

static void put(struct capture *c, const char *data, size_t n)
{
	if (!c->failed && durable_add(c->fd, data, n, c->path, &c->err) < 0)
		c->failed = 1;
}

/* Only the last bytes of DATA fit into the ring. */
static void put_tail(struct capture *c, uint64_t pos, const char *data,
		     size_t n)
{
	if (n > c->tail) {
		pos += n - c->tail;
		data += n - c->tail;
		n = c->tail;
	}
	while (n) {
		size_t at = pos % c->tail;
		size_t k = c->tail - at < n ? c->tail - at : n;

		memcpy(c->ring + at, data, k);
		pos += k;
		data += k;
		n -= k;
	}
}

void capture_add(struct capture *c, const void *data, size_t n)
{
	size_t first = 0;

	digest_add(c->hash, data, n);
	if (c->size < c->head) {
		first = c->head - c->size < n ? c->head - c->size : n;
		put(c, data, first);
	}
	c->size += first;
	n -= first;
	if (n && c->tail)
		put_tail(c, c->size - c->head, (const char *)data + first, n);
	c->size += n;
}

/* Writes the content of the ring, the oldest byte first. */
static void put_ring(struct capture *c)
{
	uint64_t after = c->size - c->head, at;
	char text[80];
	int n;

	if (after <= c->tail) {
		put(c, c->ring, after);
		return;
	}
	c->lost = after - c->tail;
	n = snprintf(text, sizeof text, "\n[%" PRIu64 " bytes not kept]\n",
		     c->lost);
	put(c, text, (size_t)n);
	at = after % c->tail;
	put(c, c->ring + at, c->tail - at);
	put(c, c->ring, at);
}

int capture_end(struct capture *c, struct err *err)
{
	if (c->size > c->head && c->tail)
		put_ring(c);
	else if (c->size > c->head)
		c->lost = c->size - c->head;
	digest_end(c->hash, &c->digest);
	c->hash = NULL;
	close(c->fd);
	c->fd = -1;
	if (!c->failed)
		return 0;
	*err = c->err;
	return -1;
}

void capture_release(struct capture *c)
{
	if (c->hash)
		digest_end(c->hash, NULL);
	if (c->path && c->fd >= 0)
		close(c->fd);
	free(c->path);
	free(c->ring);
	memset(c, 0, sizeof *c);
	c->fd = -1;
}
