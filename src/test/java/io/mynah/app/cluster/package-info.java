/** The long run of the cluster: many workers, many jobs, and many faults. */
package io.mynah.app.cluster;
