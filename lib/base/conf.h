/*
 * conf.h - settings files: `key = value` lines, `#` comments.
 *
 * Keys are the long option names.  A value runs to the end of its line;
 * blanks around it are dropped.  A key may be repeated where its
 * option may.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/err.h"

/* FN is called for each setting in order; it returns -1 with ERR filled
 * to stop.  Messages get "PATH:LINE: " in front.  Malformed: err_usage. */
typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
