/** Main, assembly, embedded PostgreSQL and Redis, command line. Knows everybody; nobody knows it. */
@NullMarked
package cn.huitouke.server;

import org.jspecify.annotations.NullMarked;
