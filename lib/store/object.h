/*
 * object.h - content, kept once under its SHA-256.
 */
#ifndef STORE_OBJECT_H
#define STORE_OBJECT_H

#include "base/buf.h"
#include "file/digest.h"
#include "base/err.h"
#include "store/store.h"

/* Puts content in; ID becomes its digest.  Durable when it returns.  An object
 * that is there already is compared: a damaged one is replaced.  It can be
 * read by those who could read its source: the umask's others, or with a file
 * those of its mode. */
int object_put(const struct store *s, const void *data, size_t n,
	       struct digest *id, struct err *err);
/* The same for what was read from the file PATH: its mode counts. */
int object_put_content(const struct store *s, const void *data, size_t n,
		       const char *path, struct digest *id, struct err *err);
/* Puts a file in.  Cloned where the file system can; the stored bytes are
 * what is hashed.  Fails when they are not EXPECT (NULL: not checked); the
 * file is not read when EXPECT is there and good. */
int object_put_file(const struct store *s, const char *path,
		    const struct digest *expect, struct digest *id,
		    struct err *err);
/* Puts in a file that holds EXPECT; durable after object_sync, which makes all
 * of them so at once.  Nothing durable may name it before. */
int object_put_later(const struct store *s, const char *path,
		     const struct digest *expect, struct err *err);
int object_sync(const struct store *s, struct err *err);
/* Put in a file of the store itself that nobody will write to again: a
 * link to it, so the bytes are there once. */
int object_adopt(const struct store *s, const char *path, struct digest *id,
		 struct err *err);
int object_has(const struct store *s, const struct digest *id);
/* The whole object, checked against its name. */
int object_get(const struct store *s, const struct digest *id, struct buf *to,
	       struct err *err);
/* Path of an object's file (whether it exists or not); caller frees. */
char *object_path(const struct store *s, const struct digest *id);
/* Copy an object to PATH (made whole or not at all), checked. */
int object_copy_out(const struct store *s, const struct digest *id,
		    const char *path, struct err *err);

#endif
