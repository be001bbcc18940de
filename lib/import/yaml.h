/*
 * yaml.h - reads the part of YAML that trackers write their records in: one
 * map, on a line each "KEY: VALUE".
 *
 * Values are plain or in quotes, and may be folded over lines.  What a key
 * nests (maps, lists) is skipped.  All else of YAML (anchors, tags, aliases,
 * blocks, several documents) is refused: it comes from outside.
 *
 * Inside lib/import only.
 */
#ifndef IMPORT_YAML_H
#define IMPORT_YAML_H

#include "base/err.h"
#include "file/json.h"

/* Returns the map that the N bytes TEXT are, as an object of texts; a key
 * without a value, with null or with what is skipped is absent.  The caller
 * frees it.  Returns NULL with ERR filled (err_data) if TEXT is anything else;
 * the message begins with the number of the line. */
struct json *yaml_parse(const char *text, size_t n, struct err *err);

#endif
