"""The parts of the web page: data files, put together by `delivery.web_page`."""
