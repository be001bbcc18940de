/*
 * net_init.h - a network's initial weights.
 */
#ifndef NN_NET_INIT_H
#define NN_NET_INIT_H

#include "nn/net.h"

/* Draws random weights from the distributions of dlmbl-unet, though not its
 * numbers: Kaiming normal for the weights of all convolutions but the last,
 * uniform +-1/sqrt(fan_in) for all else.  Each tensor has a random stream of
 * its own, named after it. */
void net_init(struct net *net, uint64_t seed);

#endif
