package cn.huitouke.order;

import java.util.List;

/** What one chunk of an import changed. Kept by the event registry until every listener has it. */
public record OrderNews(List<OrderEvent> events) {

  public OrderNews {
    events = List.copyOf(events);
  }
}
