/*
 * prometheus.h - writes a run's last metrics for the textfile collector of
 * Prometheus' node_exporter ("Exposition formats", version 0.0.4).
 */
#ifndef EXPORT_PROMETHEUS_H
#define EXPORT_PROMETHEUS_H

#include "base/err.h"
#include "export/exported.h"

/* Writes or replaces the file DIR/xp_ID.prom, whole or not at all. */
int prometheus_export(const struct exported *e, const char *dir,
		      struct err *err);

#endif
