/* tiff_file.c - see tiff_file.h. */
#include "image/tiff_file.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file/path.h"

/* The most files that are kept open, and the part of all descriptors that the
 * system allows. */
enum { KEPT = 128, PART = 8 };

static struct {
	pthread_mutex_t lock;
	struct tiff_file *file[KEPT]; /* the longest unused first */
	size_t n, most;		      /* MOST is 0 until the first is kept */
} kept = { .lock = PTHREAD_MUTEX_INITIALIZER };

static struct {
	pthread_mutex_t lock;
	pthread_cond_t opened;
	struct tiff_file *first; /* all open files */
} all = { .lock = PTHREAD_MUTEX_INITIALIZER,
	  .opened = PTHREAD_COND_INITIALIZER };

/* Returns an open file at PATH, or NULL.  Waits for one that is being opened.
 * The caller holds the lock. */
static const struct tiff_file *find_open(const char *path)
{
	const struct tiff_file *t = all.first;

	while (t) {
		if (strcmp(t->opening ? t->opening : t->in.path, path)) {
			t = t->next;
		} else if (t->opening) {
			pthread_cond_wait(&all.opened, &all.lock);
			t = all.first;
		} else {
			break;
		}
	}
	return t;
}

/* The caller holds the lock. */
static void leave_list(struct tiff_file *t)
{
	struct tiff_file **at = &all.first;

	while (*at != t)
		at = &(*at)->next;
	*at = t->next;
}

int tiff_file_begin(struct tiff_file *t, const char *path, struct err *err)
{
	const struct tiff_file *other;
	int rc = 0;

	pthread_mutex_lock(&all.lock);
	other = find_open(path);
	if (!other || !in_again(&t->in, &other->in))
		t->opening = path;
	t->next = all.first;
	all.first = t;
	pthread_mutex_unlock(&all.lock);
	if (!t->opening)
		return 0;
	rc = in_open(&t->in, path, FILE_IMAGE, err);
	pthread_mutex_lock(&all.lock);
	t->opening = NULL;
	if (rc < 0)
		leave_list(t);
	pthread_cond_broadcast(&all.opened);
	pthread_mutex_unlock(&all.lock);
	return rc;
}

void tiff_file_end(struct tiff_file *t)
{
	pthread_mutex_lock(&all.lock);
	leave_list(t);
	pthread_mutex_unlock(&all.lock);
	in_close(&t->in);
}

static size_t limit(void)
{
	long allowed = sysconf(_SC_OPEN_MAX) / PART;

	return allowed < 1 ? 1 : allowed < KEPT ? (size_t)allowed : KEPT;
}

/* Takes file I out of the list.  The caller holds the lock. */
static struct tiff_file *take(size_t i)
{
	struct tiff_file *t = kept.file[i];

	memmove(kept.file + i, kept.file + i + 1,
		(--kept.n - i) * sizeof(*kept.file));
	return t;
}

struct tiff_file *tiff_file_take(const char *path)
{
	struct tiff_file *t = NULL;

	pthread_mutex_lock(&kept.lock);
	for (size_t i = kept.n; i-- && !t;)
		if (!strcmp(kept.file[i]->in.path, path))
			t = take(i);
	pthread_mutex_unlock(&kept.lock);
	return t;
}

struct tiff_file *tiff_file_keep(struct tiff_file *t)
{
	if (!in_rest(&t->in))
		return t;
	pthread_mutex_lock(&kept.lock);
	if (!kept.most)
		kept.most = limit();
	kept.file[kept.n++] = t;
	t = kept.n == kept.most ? take(0) : NULL;
	pthread_mutex_unlock(&kept.lock);
	return t;
}

ssize_t tiff_file_read(struct tiff_file *t, void *to, size_t n, uint64_t pos,
		       struct err *err)
{
	struct tiff_window *w = &t->window;
	uint64_t left = pos < t->in.size ? t->in.size - pos : n;
	size_t have;

	if (n > TIFF_WINDOW / 4)
		return in_read(&t->in, to, n, pos, err);
	if (pos < w->pos || pos + n > w->pos + w->n) {
		/* No read behind the end of the file. */
		size_t most = left < TIFF_WINDOW ? left : TIFF_WINDOW;
		ssize_t got = in_read(&t->in, w->byte, most, pos, err);

		w->pos = pos;
		w->n = got < 0 ? 0 : (size_t)got;
		if (got < 0)
			return -1;
	}
	have = w->pos + w->n - pos;
	memcpy(to, w->byte + (pos - w->pos), n < have ? n : have);
	return (ssize_t)(n < have ? n : have);
}

int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...)
{
	char why[1000];
	va_list args;

	/* If the file is being written to, what was read means nothing. */
	if (in_same(&t->in, err) < 0)
		return -1;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	return err_data(err, "cannot read '%s': %s", t->in.path, why);
}

/* Turns libtiff's complaint, which may quote text of the file, into one plain
 * line.  Removes PATH from its beginning, since our message names it
 * already. */
static const char *plain_line(struct tiff_complaint *c, const char *path)
{
	char *p = strstr(c->text, " at scanline 4294967295;");
	size_t n = strlen(path);

	if (p) /* libtiff means: before the first row */
		memmove(p, p + 23, strlen(p + 23) + 1);
	if (!strncmp(c->text, path, n) && !strncmp(c->text + n, ": ", 2))
		memmove(c->text, c->text + n + 2, strlen(c->text + n + 2) + 1);
	for (p = c->text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 127)
			*p = '?';
	if (p > c->text && p[-1] == '.')
		p[-1] = 0;
	return c->text;
}

int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what)
{
	if (t->system.kind) {
		*err = t->system;
		return -1;
	}
	if (!t->complaint.text[0])
		return tiff_file_fault(t, err, "%s", what);
	return tiff_file_fault(t, err, "%s (%s)", what,
			       plain_line(&t->complaint, t->in.path));
}

int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args)
{
	struct tiff_complaint *c = &t->complaint;

	if (!c->text[0] || (c->is_warning && !is_warning)) {
		vsnprintf(c->text, sizeof(c->text), format, args);
		c->is_warning = is_warning;
	}
	return 1;
}

void tiff_file_forget(struct tiff_file *t)
{
	t->complaint.text[0] = 0;
	t->complaint.is_warning = 0;
}

/* Headers */

/* Returns what kind of file begins with the N bytes B, if it is a known kind
 * that is not a TIFF, or NULL. */
static const char *other_kind(const unsigned char *b, size_t n)
{
	static const struct {
		const char *first, *name;
	} kinds[] = {
		{ "\x89PNG", "it is a PNG picture" },
		{ "\xff\xd8\xff", "it is a JPEG picture" },
		{ "ZISRAWFILE", "it is a CZI file: export it as OME-TIFF" },
		{ "\xda\xce\xbe\x0a", "it is an ND2 file: export it as "
				      "OME-TIFF" },
		{ "\x89HDF", "it is an HDF5 file: export it as OME-TIFF" },
		{ "\xd0\xcf\x11\xe0", "it is an OLE container, as OIB and ZVI "
				      "files are: export it as OME-TIFF" },
		{ "PK\x03\x04", "it is a zip archive: unpack it" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (n >= strlen(kinds[i].first) &&
		    !memcmp(b, kinds[i].first, strlen(kinds[i].first)))
			return kinds[i].name;
	return NULL;
}

/* Returns 42 for TIFF, 43 for BigTIFF, or 0 if a TIFF file does not begin with
 * B. */
static int version(const unsigned char b[4])
{
	int x = b[0] == 'I' ? b[2] | b[3] << 8 : b[2] << 8 | b[3];

	return b[0] == b[1] && (b[0] == 'I' || b[0] == 'M') &&
			       (x == 42 || x == 43) ?
		       x :
		       0;
}

int tiff_file_header(struct tiff_file *t, struct err *err)
{
	const uint16_t one = 1;
	int host_is_little = *(const unsigned char *)&one;
	unsigned char b[32] = { 0 };
	ssize_t got = tiff_file_read(t, b, sizeof(b), 0, err);
	const char *kind, *pointer;

	if (got < 0)
		return -1;
	if (got < 8 || !version(b)) {
		kind = other_kind(b, (size_t)got);
		pointer = got < 8 ? NULL : path_pointer(b, (size_t)got);
		return tiff_file_fault(t, err, "not a TIFF file%s%s",
				       kind    ? ": " :
				       pointer ? ": it is " :
						 "",
				       kind    ? kind :
				       pointer ? pointer :
						 "");
	}
	memcpy(t->head, b, sizeof(t->head));
	t->big = version(b) == 43;
	t->swapped = (b[0] == 'I') != host_is_little;
	return 0;
}

int tiff_file_is(const char *path)
{
	unsigned char b[4];
	struct stat st;
	struct err err = { 0 };
	int fd = path_open_input(path, O_NONBLOCK, &st, &err), yes;

	if (fd < 0)
		return 0;
	yes = S_ISREG(st.st_mode) && pread(fd, b, 4, 0) == 4 && version(b);
	close(fd);
	return yes;
}
