/*
 * event_file.h - reads the scalars of TensorBoard's event files.
 *
 * A file is a row of records: length (8 bytes, little-endian), the masked
 * CRC-32C of the length, data, the masked CRC-32C of the data.  The data is an
 * Event of Protocol Buffers (tensorboard/compat/proto/event.proto).  Such files
 * come from outside: nothing in them is believed.
 */
#ifndef FILE_EVENT_FILE_H
#define FILE_EVENT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "file/metric_lines.h"

struct event_file {
	uint64_t records, scalars;
	uint64_t damaged; /* records whose data has another CRC: left out */
	int cut;	  /* 1: it ends in the middle, or its rest is damage */
};

/* Returns 1 if PATH is named as TensorBoard names such files. */
int event_file_is(const char *path);

/* Adds the scalars of the N bytes DATA to TO.  Names begin with PREFIX. */
void event_file_parse(struct event_file *e, const void *data, size_t n,
		      const char *prefix, struct metric_lines *to);

#endif
