/* conf.c - see conf.h. */
#include "file/conf.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "file/file.h"

#define CONF_MAX (1 << 20)

/* Removes blanks at both ends of TEXT, in place. */
static char *trim(char *s)
{
	size_t n;

	while (isspace((unsigned char)*s))
		s++;
	n = strlen(s);
	while (n && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
	return s;
}

static int one_line(char *line, conf_fn *fn, void *arg, struct err *err)
{
	char *key = trim(line), *equals;

	if (!*key || *key == '#')
		return 0;
	equals = strchr(key, '=');
	if (!equals || equals == key)
		return err_usage(err, "want 'key = value', found '%.60s'", key);
	*equals = '\0';
	return fn(arg, trim(key), trim(equals + 1), err);
}

int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err)
{
	struct buf b = { 0 };
	unsigned line = 0;
	char *at, *end;
	int rc = 0;

	if (file_slurp(&b, path, CONF_MAX, err) < 0)
		return -1;
	if (memchr(buf_text(&b), '\0', b.len))
		rc = err_usage(err,
			       "'%s' is not a settings file: it "
			       "contains a NUL byte",
			       path);
	for (at = b.data; !rc && at && *at; at = end) {
		end = strchr(at, '\n');
		end = end ? end + 1 : at + strlen(at);
		if (end[-1] == '\n')
			end[-1] = '\0';
		line++;
		if (one_line(at, fn, arg, err) < 0)
			rc = err_wrap(err, "%s:%u: ", path, line);
	}
	buf_release(&b);
	return rc;
}
