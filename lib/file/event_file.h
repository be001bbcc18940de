/*
 * event_file.h - reads TensorBoard's event files: scalars, texts, settings.
 *
 * A file is a row of records: length (8 bytes, little-endian), the masked
 * CRC-32C of the length, data, the masked CRC-32C of the data.  The data is an
 * Event of Protocol Buffers (tensorboard/compat/proto/event.proto).
 */
#ifndef FILE_EVENT_FILE_H
#define FILE_EVENT_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "file/metric_lines.h"

struct event_file {
	uint64_t records, scalars;
	uint64_t damaged; /* records with a wrong CRC, which are left out */
	uint64_t strange; /* values left out: no step or no tag that can be */
	int cut; /* 1: the file ends inside a record, or a length is damaged */
};

enum event_kind {
	EVENT_SCALAR, /* NAME, NUMBER */
	EVENT_TEXT,   /* NAME, TEXT; it may have any bytes */
	/* of the plugin hparams */
	EVENT_SETTING, /* NAME, TEXT */
	EVENT_BEGUN,   /* NUMBER: when the run began, in seconds since 1970 */
	EVENT_ENDED,   /* NUMBER: when it ended */
	EVENT_STATUS,  /* NUMBER: 1 success, 2 failure, 3 running, 0 unknown */
	EVENT_RESUMED, /* what has this step or a later one is done again */
	EVENT_FILE,    /* a file begins */
	EVENT_OTHER,   /* NAME of an image, a histogram ... */
};

struct event_item {
	enum event_kind kind;
	double time; /* of the event, in seconds since 1970; NAN: unknown */
	uint64_t step;
	const char *name; /* "" if there is none */
	double number;
	const char *text; /* SIZE bytes */
	size_t size;
};

/* Called with each item; its texts are valid during the call. */
typedef void event_file_fn(void *arg, const struct event_item *v);

/* bytes before and behind the data of a record */
#define EVENT_FILE_HEAD 12
#define EVENT_FILE_TAIL 4

/* Sets *LENGTH to the length of the record that begins with the
 * EVENT_FILE_HEAD bytes HEAD.  Returns -1 if they are damaged: then nobody
 * knows where the next record is. */
int event_file_head(const void *head, uint64_t *length);

/* Reads the record with the N bytes DATA, behind which are EVENT_FILE_TAIL
 * more.  Adds to the counts in E. */
void event_file_record(struct event_file *e, const void *data, size_t n,
		       event_file_fn *fn, void *arg);

/* Returns 1 if the name of PATH contains "tfevents". */
int event_file_is(const char *path);

/* Fills E and adds the scalars of the N bytes DATA, a whole file, to TO
 * (metric_lines_point), with PREFIX in front of each name.  Damaged data is
 * left out. */
void event_file_parse(struct event_file *e, const void *data, size_t n,
		      const char *prefix, struct metric_lines *to);

#endif
