/** What comes out: queries, filters, candidates, hits, and the service that holds the shards. */
@NullMarked
package io.vicinal.contracts.search;

import org.jspecify.annotations.NullMarked;
