/* wire.c - see wire.h. */
#include "remote/wire.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"

#define HEAD 5
#define PATIENCE 600000 /* milliseconds */
#define MOST_TALK 1000	/* sentences */

static int stopped(const struct wire *w, struct err *err)
{
	if (!w->stop || !w->stop())
		return 0;
	errno = 0;
	return err_sys(err, "interrupted; what was copied stays, and the same "
			    "command copies the rest");
}

/* Waits until FD is ready. */
static int wait_for(struct wire *w, int fd, short events, struct err *err)
{
	struct pollfd p = { .fd = fd, .events = events };
	int n;

	for (;;) {
		if (stopped(w, err) < 0)
			return -1;
		n = poll(&p, 1, PATIENCE);
		if (n > 0)
			return 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = ETIMEDOUT;
		w->over = 1;
		return err_sys(err, "no word from the other side");
	}
}

static int gone(struct wire *w, struct err *err)
{
	w->over = 1;
	errno = 0;
	return err_sys(err, "the other side ended before all was done");
}

/* Reads N bytes. */
static int get_all(struct wire *w, char *to, size_t n, struct err *err)
{
	while (n) {
		ssize_t got;

		if (wait_for(w, w->in, POLLIN, err) < 0)
			return -1;
		got = read(w->in, to, n);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got <= 0)
			return gone(w, err);
		to += got;
		n -= (size_t)got;
	}
	return 0;
}

/* The peer cannot be written to: it may have said why. */
static int hear_why(struct wire *w, struct err *err)
{
	struct buf b = { 0 };
	int type;

	do
		type = wire_get(w, &b, WIRE_LIST, err);
	while (type >= 0);
	buf_release(&b);
	w->over = 1;
	return -1;
}

static int put_all(struct wire *w, struct iovec part[2], struct err *err)
{
	while (part[0].iov_len + part[1].iov_len) {
		ssize_t put;

		if (wait_for(w, w->out, POLLOUT, err) < 0)
			return -1;
		put = writev(w->out, part, 2);
		if (put < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (put < 0)
			return hear_why(w, err);
		for (int i = 0; i < 2; i++) {
			size_t k = (size_t)put < part[i].iov_len ?
					   (size_t)put :
					   part[i].iov_len;

			part[i].iov_base = (char *)part[i].iov_base + k;
			part[i].iov_len -= k;
			put -= (ssize_t)k;
		}
	}
	return 0;
}

int wire_put(struct wire *w, enum wire_type type, const void *data, size_t n,
	     struct err *err)
{
	unsigned char head[HEAD] = { (unsigned char)type,
				     (unsigned char)(n >> 24),
				     (unsigned char)(n >> 16),
				     (unsigned char)(n >> 8),
				     (unsigned char)n };
	struct iovec part[2] = { { head, HEAD }, { NULL, n } };

	if (n > WIRE_LIST)
		return err_data(err,
				"a list of %zu bytes is too long to be "
				"sent; name fewer runs",
				n);
	memcpy(&part[1].iov_base, &data, sizeof data);
	return put_all(w, part, err);
}

int wire_put_text(struct wire *w, enum wire_type type, struct err *err,
		  const char *format, ...)
{
	char *text = NULL;
	va_list args;
	int n, rc;

	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		return err_sys(err,
			       "there is no memory for a message to the other "
			       "side");
	rc = wire_put(w, type, text, (size_t)n, err);
	free(text);
	return rc;
}

void wire_put_error(struct wire *w, const struct err *why)
{
	struct err ignored = { 0 };

	if (!w->over)
		wire_put_text(w, WIRE_ERROR, &ignored, "%d%s", why->kind,
			      why->text);
	w->over = 1;
}

int wire_put_talk(struct wire *w, struct messages *talk, struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < talk->n; i++)
		rc = wire_put_text(w, WIRE_TALK, err, "%d%s",
				   talk->list[i].level, talk->list[i].text);
	messages_release(talk);
	return rc;
}

int wire_nonsense(const char *what, struct err *err)
{
	return err_data(err,
			"the other side does not answer as 'xp-log serve' "
			"of this version would: %s",
			what);
}

/* A start-up file of a shell that prints something comes before the first
 * message. */
static int no_language(const char *head, struct err *err)
{
	char text[HEAD + 1] = { 0 };
	struct buf b = { 0 };

	memcpy(text, head, HEAD);
	buf_visible(&b, text);
	err_data(err,
		 "what answers is not 'xp-log serve': it begins with '%s'; a "
		 "start-up file of the shell there must print nothing",
		 buf_text(&b));
	buf_release(&b);
	return -1;
}

static char *visible(const char *text)
{
	struct buf b = { 0 };

	buf_visible(&b, text);
	return b.len ? buf_detach(&b) : mem_str("");
}

static void hear_talk(struct wire *w, const struct buf *b)
{
	const char *text = buf_text(b);

	if (w->talk && *text && w->talked++ < MOST_TALK)
		messages_take(w->talk,
			      *text == '0' ? MESSAGE_INFO : MESSAGE_WARNING,
			      visible(text + 1));
}

static int hear_error(struct wire *w, const struct buf *b, struct err *err)
{
	const char *text = buf_text(b);
	char *seen = visible(*text ? text + 1 : text);

	w->over = w->told = 1;
	err_data(err, "the other side says: %s", seen);
	if (*text >= '0' + ERR_USAGE && *text <= '0' + ERR_SYS)
		err->kind = (enum err_kind)(*text - '0');
	free(seen);
	return -1;
}

static int is_known(char type)
{
	return type && strchr("HEMRWIFLODTZ", type);
}

/* Memory grows as the bytes come, so that a length alone costs nothing. */
static int get_body(struct wire *w, struct buf *to, size_t n, struct err *err)
{
	buf_clear(to);
	buf_reserve(to, 1);
	to->data[0] = 0;
	while (n) {
		size_t k = n < WIRE_PIECE ? n : WIRE_PIECE;

		buf_reserve(to, k + 1);
		if (get_all(w, to->data + to->len, k, err) < 0)
			return -1;
		to->len += k;
		to->data[to->len] = 0;
		n -= k;
	}
	return 0;
}

int wire_get(struct wire *w, struct buf *to, size_t max, struct err *err)
{
	char head[HEAD];

	for (;;) {
		size_t n = 0, most;

		if (get_all(w, head, HEAD, err) < 0)
			return -1;
		if (!w->heard && *head != WIRE_HELLO && *head != WIRE_ERROR)
			return no_language(head, err);
		w->heard = 1;
		for (int i = 1; i < HEAD; i++)
			n = n << 8 | (unsigned char)head[i];
		most = *head == WIRE_ERROR || *head == WIRE_TALK ? WIRE_LINE :
								   max;
		if (!is_known(*head) || n > most)
			return wire_nonsense("a message is of no known kind "
					     "or too long",
					     err);
		if (get_body(w, to, n, err) < 0)
			return -1;
		if (*head == WIRE_ERROR)
			return hear_error(w, to, err);
		if (*head != WIRE_TALK)
			return *head;
		hear_talk(w, to);
	}
}

int wire_want(struct wire *w, enum wire_type type, struct buf *to, size_t max,
	      struct err *err)
{
	int got = wire_get(w, to, max, err);

	if (got >= 0 && got != (int)type)
		return wire_nonsense("a message comes out of its turn", err);
	return got < 0 ? -1 : 0;
}

int wire_data(struct wire *w, uint64_t n, wire_fn *fn, void *arg,
	      struct err *err)
{
	struct buf piece = { 0 };
	int rc = 0;

	while (!rc && n) {
		rc = wire_want(w, WIRE_DATA, &piece, WIRE_PIECE, err);
		if (!rc && (!piece.len || piece.len > n))
			rc = wire_nonsense("a file has not the size that was "
					   "said",
					   err);
		if (!rc)
			rc = fn(arg, piece.data, piece.len, err);
		n -= rc ? 0 : piece.len;
	}
	buf_release(&piece);
	return rc;
}

int wire_numbers(char *line, uint64_t *to, int n, struct err *err)
{
	while (n--) {
		char *space = strrchr(line, ' ');
		int64_t value;

		if (!space || num_int(&value, space + 1) < 0 || value < 0)
			return wire_nonsense("a number is missing", err);
		to[n] = (uint64_t)value;
		*space = '\0';
	}
	return 0;
}
