"""Mail: composing letters and handing them to a mail server. The only place that knows smtplib."""
