mod clock; mod credentials; mod data_folder; mod db; mod durable; mod jobs; mod random; mod s3;
