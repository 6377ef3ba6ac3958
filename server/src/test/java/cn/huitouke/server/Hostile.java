package cn.huitouke.server;

import java.util.List;
import java.util.stream.Stream;

/** Things that customers might say so that something runs where their words are shown. */
final class Hostile {

  /** What each of them would do if it ran. */
  static final String MARK = "window.__ran=(window.__ran||0)+1";

  private Hostile() {}

  static List<String> corpus() {
    List<String> tags =
        List.of(
            "img src=x onerror=",
            "svg onload=",
            "body onload=",
            "video src=x onerror=",
            "audio src=x onerror=",
            "input autofocus onfocus=",
            "details open ontoggle=",
            "iframe onload=",
            "marquee onstart=",
            "select autofocus onfocus=",
            "textarea autofocus onfocus=",
            "object data=x onerror=",
            "style onload=",
            "embed src=x onload=",
            "a href=# onmouseover=",
            "form onsubmit=",
            "svg><animate onbegin=",
            "math><mtext onclick=");
    List<String> shapes =
        List.of(
            "<%s%s>",
            "\"><%s\"%s\">",
            "'><%s'%s'>",
            "</textarea><%s%s>",
            "</title><%s%s>",
            "</script><%s%s>",
            "--><%s%s>",
            "]]><%s%s>",
            "`><%s%s>",
            "<<%s%s>>",
            "\u0000<%s%s>",
            "＜%s%s＞",
            "&lt;%s%s&gt;",
            "{{<%s%s>}}",
            "[[${<%s%s>}]]");
    Stream<String> crossed =
        shapes.stream().flatMap(shape -> tags.stream().map(tag -> shape.formatted(tag, MARK)));
    Stream<String> others =
        Stream.of(
            "<script>" + MARK + "</script>",
            "<ScRiPt>" + MARK + "</sCrIpT>",
            "javascript:" + MARK,
            "data:text/html,<script>" + MARK + "</script>",
            "[[${T(java.lang.Runtime).getRuntime().exec('id')}]]",
            "__${7*7}__::.x",
            "[(${7*7})]",
            "<noscript><p title=\"</noscript><img src=x onerror=" + MARK + ">\">",
            "<math><mi//xlink:href=\"data:x,<script>" + MARK + "</script>\">",
            "<div hx-get=\"/logout\" hx-trigger=\"load\">x</div>",
            "<div hx-on:htmx:load=\"" + MARK + "\">x</div>",
            "<div data-hx-get=\"/\" hx-vals='js:{a:" + MARK + "}' hx-trigger=load>",
            "<base href=//evil.example>",
            "<link rel=stylesheet href=//evil.example/x.css>",
            "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
            "<template shadowrootmode=open><script>" + MARK + "</script></template>");
    return Stream.concat(crossed, others).toList();
  }
}
