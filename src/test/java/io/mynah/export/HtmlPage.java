package io.mynah.export;

import java.util.ArrayList;
import java.util.List;

/** A page of an HTML export, written as Telegram Desktop lays it out. */
final class HtmlPage {
  private final String title;
  private final List<String> messages = new ArrayList<>();

  HtmlPage(String title) {
    this.title = title;
  }

  /**
   * A message.
   *
   * @param from shown above it; empty for one joined to the message before
   * @param inner the HTML of its content
   */
  HtmlPage message(long id, String from, String inner) {
    return message(id, from, "%02d:%02d:00 UTC+03:00".formatted(10 + id / 60 % 12, id % 60), inner);
  }

  HtmlPage message(long id, String from, String time, String inner) {
    String joined = from.isEmpty() ? " joined" : "";
    String userpic =
        from.isEmpty()
            ? ""
            : """
                  <div class="pull_left userpic_wrap">
                   <div class="userpic userpic1" style="width: 42px; height: 42px">
                    <div class="initials" style="line-height: 42px">
            %s
                    </div>
                   </div>
                  </div>

            """
                .formatted(from.substring(0, 1));
    String name =
        from.isEmpty()
            ? ""
            : "       <div class=\"from_name\">\n%s\n       </div>\n\n".formatted(from);
    messages.add(
        """
             <div class="message default clearfix%s" id="message%d">

        %s      <div class="body">

               <div class="pull_right date details" title="06.05.2024 %s">
        10:08
               </div>

        %s%s
              </div>

             </div>

        """
            .formatted(joined, id, userpic, time, name, inner));
    return this;
  }

  HtmlPage words(long id, String from, String html) {
    return message(id, from, text(html));
  }

  HtmlPage service(long id, String words) {
    messages.add(
        """
             <div class="message service" id="message%d">
              <div class="body details">
        %s
              </div>
             </div>

        """
            .formatted(id, words));
    return this;
  }

  HtmlPage raw(String html) {
    messages.add(html);
    return this;
  }

  static String text(String html) {
    return "       <div class=\"text\">\n%s\n       </div>\n".formatted(html);
  }

  static String reply(String href) {
    return """
               <div class="reply_to details">
        In reply to <a href="%s" onclick="return GoToMessage(7)">this message</a>
               </div>

        """
        .formatted(href);
  }

  static String forwarded(String from, String html) {
    return """
               <div class="pull_left forwarded userpic_wrap"></div>
               <div class="forwarded body">
                <div class="from_name">
        %s<span class="date details" title="01.01.2020 00:00:00"> 01.01.2020 00:00:00</span>
                </div>
                <div class="text">
        %s
                </div>
               </div>
        """
        .formatted(from, html);
  }

  @Override
  public String toString() {
    return """
        <!DOCTYPE html>
        <html>

         <head>

          <meta charset="utf-8"/>
        <title>Exported Data</title>
          <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

          <link href="css/style.css" rel="stylesheet"/>

          <script src="js/script.js" type="text/javascript">

          </script>

         </head>

         <body onload="CheckLocation();">

          <div class="page_wrap">

           <div class="page_header">

            <div class="content">

             <div class="text bold">
        %s
             </div>

            </div>

           </div>

           <div class="page_body chat_page">

            <div class="history">

        %s
            </div>

           </div>

          </div>

         </body>

        </html>
        """
        .formatted(title, String.join("", messages));
  }
}
