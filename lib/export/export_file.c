/*
 * export_file.c - see export_file.h.
 */
#include "export/export_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/out.h"
#include "file/path.h"

int export_file_write(const char *dir, const char *name, const struct buf *b,
		      struct err *err)
{
	char *path = mem_printf("%s/%s", dir, name), *end;
	int rc;

	end = strrchr(path, '/');
	*end = '\0';
	rc = path_make_dirs(path, err);
	*end = '/';
	if (rc == 0)
		rc = out_write(path, buf_text(b), b->len, err);
	free(path);
	return rc;
}

int export_file_text(const char *dir, const char *name, const char *text,
		     struct err *err)
{
	struct buf b = { 0 };
	int rc;

	buf_str(&b, text);
	rc = export_file_write(dir, name, &b, err);
	buf_release(&b);
	return rc;
}
