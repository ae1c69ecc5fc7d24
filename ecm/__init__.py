"""What the service decides and does; it knows no Flask, Rasa, Twilio or SQL."""
