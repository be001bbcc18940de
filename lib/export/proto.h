/*
 * proto.h - writes messages of Protocol Buffers, field by field ("Encoding" in
 * their documentation).
 *
 * A field is its number and wire type, then its value.  A message inside a
 * message is a field of bytes.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_PROTO_H
#define EXPORT_PROTO_H

#include <stdint.h>

#include "base/buf.h"

/* Append the field NUMBER to TO. */
void proto_int(struct buf *to, int number, uint64_t x); /* varint */
void proto_double(struct buf *to, int number, double x);
void proto_float(struct buf *to, int number, double x); /* rounded to float */
void proto_bytes(struct buf *to, int number, const void *data, size_t n);
void proto_str(struct buf *to, int number, const char *text);

/* Appends the head of the field NUMBER to TO.  The caller then appends its N
 * bytes. */
void proto_head(struct buf *to, int number, size_t n);

/* Appends INNER as the field NUMBER and empties INNER. */
void proto_message(struct buf *to, int number, struct buf *inner);

/* Append X in little-endian order. */
void proto_fixed32(struct buf *to, uint32_t x);
void proto_fixed64(struct buf *to, uint64_t x);

#endif
