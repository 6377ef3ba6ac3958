/** How a simulated platform hears a request and answers it, and how trouble is made. */
@NullMarked
package cn.huitouke.sandbox.web;

import org.jspecify.annotations.NullMarked;
