/*
 * weights_net.h - turns a network's weights into named tensors, and back.
 */
#ifndef NN_WEIGHTS_NET_H
#define NN_WEIGHTS_NET_H

#include "nn/net.h"
#include "nn/weights.h"

/* Fills W with the tensors of NET, which stay in its memory, and with its
 * constructor arguments as metadata. */
void weights_net_view(struct weights *w, struct net *net);

/* Sets U to the constructor arguments in the metadata of W or, without
 * metadata, to those that names and shapes of the tensors imply. */
int weights_net_unet(const struct weights *w, struct unet *u, struct err *err);

/* Copies the tensors of W into NET.  Fails with err_data, and NET unchanged,
 * unless all names and shapes agree and all values are finite. */
int weights_net_load(const struct weights *w, struct net *net, struct err *err);

#endif
