"""What officers do with announcements: compose them, follow them, correct and recall them."""
