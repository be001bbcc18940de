/* ome_files.c - see ome_files.h. */
#include "image/ome_files.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/size.h"
#include "file/path.h"

/* In a directory of more files none is looked at.  The UUID is in the first
 * element of a description, after a comment at most. */
enum { FILES_MAX = 100000, TEXT_MAX = 1 << 14, TAGS_MAX = 64 };

struct ome_file {
	char *uuid, *name;
};

struct ome_directory {
	char *path;	       /* "" or with a slash at the end */
	struct ome_file *file; /* those with a UUID, by UUID, then by name */
	size_t n;
	struct ome_directory *next;
};

static struct {
	pthread_mutex_t lock;
	struct ome_directory *first;
} known = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* Reading UUIDs.  Whatever is not as expected has none. */

struct ome_head { /* of a TIFF file */
	int fd, is_big, is_little;
};

static uint64_t number(const struct ome_head *h, const unsigned char *b,
		       size_t n)
{
	uint64_t x = 0;

	for (size_t i = 0; i < n; i++)
		x = x << 8 | b[h->is_little ? n - 1 - i : i];
	return x;
}

static size_t read_at(const struct ome_head *h, void *to, size_t n,
		      uint64_t pos)
{
	ssize_t got = pos > INT64_MAX ? 0 : pread(h->fd, to, n, (off_t)pos);

	return got < 0 ? 0 : (size_t)got;
}

/* Fills TEXT, of TEXT_MAX + 1 bytes, with the beginning of the description that
 * ENTRY of a directory gives.  Returns 0 if there is none. */
static int read_text(const struct ome_head *h, const unsigned char *entry,
		     char *text)
{
	size_t word = h->is_big ? 8 : 4;
	uint64_t n = number(h, entry + 4, word);
	uint64_t pos = number(h, entry + 4 + word, word);

	n = read_at(h, text, n < TEXT_MAX ? (size_t)n : TEXT_MAX, pos);
	text[n] = 0;
	return n > 0;
}

/* Does that with the description of the first page. */
static int read_description(struct ome_head *h, char *text)
{
	enum { DESCRIPTION = 270 };
	unsigned char b[TAGS_MAX * 20];
	size_t word, entry, n;
	uint64_t pos, tags;

	if (read_at(h, b, 16, 0) < 8 || b[0] != b[1] ||
	    (b[0] != 'I' && b[0] != 'M'))
		return 0;
	h->is_little = b[0] == 'I';
	h->is_big = number(h, b + 2, 2) == 43;
	word = h->is_big ? 8 : 4;
	entry = h->is_big ? 20 : 12;
	pos = number(h, b + word, word);
	if (read_at(h, b, h->is_big ? 8 : 2, pos) < 2)
		return 0;
	tags = number(h, b, h->is_big ? 8 : 2);
	n = read_at(h, b, entry * TAGS_MAX, pos + (h->is_big ? 8 : 2)) / entry;
	for (size_t i = 0; i < n && i < tags; i++)
		if (number(h, b + i * entry, 2) == DESCRIPTION)
			return read_text(h, b + i * entry, text);
	return 0;
}

/* Returns where the first element in TEXT begins, after its '<', or NULL. */
static const char *first_element(const char *text)
{
	while ((text = strchr(text, '<'))) {
		const char *end = !strncmp(text, "<!--", 4) ? "-->" :
				  text[1] == '?'	    ? "?>" :
							      NULL;

		if (!end)
			return text + 1;
		if (!(text = strstr(text, end)))
			return NULL;
	}
	return NULL;
}

/* Returns 1 if the N bytes at NAME are LOCAL, with or without a prefix. */
static int is_called(const char *name, size_t n, const char *local)
{
	size_t k = strlen(local);

	return n >= k && !memcmp(name + n - k, local, k) &&
	       (n == k || name[n - k - 1] == ':');
}

/* Returns the UUID in the OME element of TEXT, or NULL; the caller frees
 * it. */
static char *uuid_in(const char *text)
{
	static const char blanks[] = " \t\r\n";
	const char *at = first_element(text), *value;
	size_t n = at ? strcspn(at, " \t\r\n/>") : 0;

	if (!n || !is_called(at, n, "OME"))
		return NULL;
	for (at += n;; at = value + 1) {
		at += strspn(at, blanks);
		n = strcspn(at, " \t\r\n=>");
		value = at + n + strspn(at + n, blanks);
		if (!n || *value++ != '=')
			return NULL;
		value += strspn(value, blanks);
		if (*value != '"' && *value != '\'')
			return NULL;
		if (is_called(at, n, "UUID"))
			break;
		value = strchr(value + 1, *value);
		if (!value)
			return NULL;
	}
	n = strcspn(value + 1, *value == '"' ? "\"" : "'");
	return n && value[1 + n] ? mem_strn(value + 1, n) : NULL;
}

static char *uuid_of(const char *path)
{
	char text[TEXT_MAX + 1], *uuid = NULL;
	struct stat st;
	struct err err = { 0 };
	struct ome_head h = { .fd = path_open_input(path, O_NONBLOCK, &st,
						    &err) };

	if (h.fd < 0)
		return NULL;
	if (S_ISREG(st.st_mode) && read_description(&h, text))
		uuid = uuid_in(text);
	close(h.fd);
	return uuid;
}

/* Directories */

static int by_uuid_and_name(const void *a, const void *b)
{
	const struct ome_file *x = a, *y = b;
	int order = strcmp(x->uuid, y->uuid);

	return order ? order : strcmp(x->name, y->name);
}

static struct ome_directory *look_into(char *path)
{
	struct ome_directory *d = mem_zero(1, sizeof(*d));
	struct strs name = { 0 };

	d->path = path;
	path_names(&name, *path ? path : ".", FILES_MAX);
	d->file = mem_zero(name.n + 1, sizeof(*d->file));
	for (size_t i = 0; i < name.n; i++) {
		char *full = mem_printf("%s%s", path, name.at[i]);
		char *uuid = uuid_of(full);

		if (uuid)
			d->file[d->n++] =
				(struct ome_file){ uuid, mem_str(name.at[i]) };
		free(full);
	}
	strs_release(&name);
	if (d->n > 1)
		qsort(d->file, d->n, sizeof(*d->file), by_uuid_and_name);
	return d;
}

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return mem_strn(path, slash ? (size_t)(slash + 1 - path) : 0);
}

/* Returns what the directory of PATH holds. */
static const struct ome_directory *directory(const char *path)
{
	char *of = directory_of(path);
	struct ome_directory *d;

	pthread_mutex_lock(&known.lock);
	for (d = known.first; d && strcmp(d->path, of);)
		d = d->next;
	if (d) {
		free(of);
	} else {
		d = look_into(of);
		d->next = known.first;
		known.first = d;
	}
	pthread_mutex_unlock(&known.lock);
	return d;
}

/* Returns the first file with UUID, or where it would be. */
static size_t find(const struct ome_directory *d, const char *uuid)
{
	size_t low = 0, high = d->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(d->file[middle].uuid, uuid) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int has(const struct ome_directory *d, size_t i, const char *uuid)
{
	return i < d->n && !strcmp(d->file[i].uuid, uuid);
}

static const char *by_uuid(const char *path, const char *uuid)
{
	const struct ome_directory *d;
	size_t i;

	if (!uuid)
		return NULL;
	d = directory(path);
	i = find(d, uuid);
	return has(d, i, uuid) ? d->file[i].name : NULL;
}

int ome_files_is_beside(const char *path, const char *name)
{
	char *of = directory_of(path), *other = mem_printf("%s%s", of, name);
	int yes = path_exists(other);

	free(other);
	free(of);
	return yes;
}

const char *ome_files_name(const char *path, const struct axes_run *r,
			   int renamed)
{
	const char *name = renamed ? by_uuid(path, r->uuid) : NULL;

	if (name)
		return name;
	if (ome_files_is_beside(path, r->file))
		return r->file;
	return renamed ? NULL : by_uuid(path, r->uuid);
}

size_t ome_files_with(const char *path, const char *uuid)
{
	const struct ome_directory *d = directory(path);
	size_t i = find(d, uuid), n = 0;

	while (has(d, i + n, uuid))
		n++;
	return n;
}

size_t ome_files_copies(const char *path, const char **copy, const char **first)
{
	const struct ome_directory *d = directory(path);
	size_t n = 0;

	for (size_t i = 1; i < d->n; i++) {
		const struct ome_file *f = &d->file[i];

		if (!has(d, i - 1, f->uuid))
			continue;
		if (!n++ || strcmp(f->name, *copy) < 0) {
			*copy = f->name;
			*first = d->file[find(d, f->uuid)].name;
		}
	}
	return n;
}
