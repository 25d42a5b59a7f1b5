"""Room: what help is there, on my street?"""
